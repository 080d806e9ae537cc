using Continuo.Audio;
using Continuo.Codecs.Resampling;
using Continuo.Sources;

namespace Continuo.Codecs.SoundFiles;

/// <summary>A part of a file, converted to the format of the first part. Not thread-safe.</summary>
internal sealed class ChainLink : IDisposable
{
    private const int BlockFrames = 1024;

    private readonly PartReader _reader;
    private readonly ResamplingSource? _resampling;
    private readonly ChannelMapper? _mapper;
    private readonly float[] _block = [];

    /// <summary>Takes ownership of a part.</summary>
    /// <param name="reader">The part, opened, nothing read yet.</param>
    /// <param name="format">Output format.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.LibraryMissing"/> if it must be resampled and libsoxr is not installed.
    /// </exception>
    public ChainLink(PartReader reader, AudioFormat format)
    {
        (_reader, Format, Frames) = (reader, format, reader.Frames);
        if (reader.Format.SampleRate != format.SampleRate)
        {
            _resampling = new ResamplingSource(new PartSource(reader), format.SampleRate, BlockFrames);
            _resampling.Open();
            Frames = _resampling.Length;
        }

        if (reader.Format.Layout == format.Layout) return;
        _mapper = new ChannelMapper(reader.Format.Layout, format.Layout);
        _block = new float[BlockFrames * _mapper.From];
    }

    /// <summary>Format of the frames that <see cref="Read"/> returns.</summary>
    public AudioFormat Format { get; }

    /// <summary>Number of frames, or −1 if unknown.</summary>
    public long Frames { get; }

    /// <summary>Kind of the file.</summary>
    public string Kind => _reader.Kind;

    /// <summary>Reads the next frames; 0 at the end.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotAudio"/> if it is damaged or truncated here.</exception>
    public int Read(Span<float> destination)
    {
        if (_mapper is null) return ReadOwn(destination);
        var frames = ReadOwn(_block.AsSpan(0, Math.Min(BlockFrames, destination.Length / _mapper.To) * _mapper.From));
        return _mapper.Map(_block.AsSpan(0, frames * _mapper.From), destination);
    }

    /// <summary>Moves to a frame.</summary>
    /// <exception cref="AudioException">The frame cannot be found.</exception>
    public void Seek(long frame)
    {
        if (_resampling is null) _reader.Seek(frame);
        else _resampling.Seek(frame);
    }

    public void Dispose()
    {
        _resampling?.Dispose();
        _reader.Dispose();
    }

    private int ReadOwn(Span<float> destination)
    {
        if (_resampling is null) return _reader.Read(destination);
        var read = _resampling.Read(destination, TimeSpan.Zero);
        return read.Status == SourceStatus.Data ? read.Frames : 0;
    }
}
