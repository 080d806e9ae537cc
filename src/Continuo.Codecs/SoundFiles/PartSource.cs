using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Codecs.SoundFiles;

/// <summary>A part of a file as a source for the resampler.</summary>
internal sealed class PartSource(PartReader reader) : ISeekableSource
{
    /// <inheritdoc/>
    public AudioFormat Format => reader.Format;

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Free;

    /// <inheritdoc/>
    public string Description => reader.Kind;

    /// <inheritdoc/>
    public bool CanSeek => true;

    /// <inheritdoc/>
    public long Length => reader.Frames;

    /// <inheritdoc/>
    public void Open()
    {
        // The reader is already open.
    }

    /// <inheritdoc/>
    public void Seek(long frame) => reader.Seek(frame);

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        var frames = reader.Read(destination);
        return frames > 0 ? SourceRead.Data(frames) : SourceRead.End;
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        // It waits only for the disk.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The reader is disposed by its owner.
    }
}
