using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Codecs.SoundFiles;

/// <summary>A sound file as a source, unpaced, once or in an endless gapless loop. Used by one thread, like any source.</summary>
internal sealed class SoundFileSource : ISeekableSource
{
    private readonly string _path;
    private readonly bool _loop;
    private readonly TimeSpan _start;
    private SoundFileReader? _reader;
    private AudioFormat _format;
    private volatile bool _interrupted;

    /// <summary>Creates a source; nothing is opened before <see cref="Open"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="loop">Whether to repeat the file endlessly.</param>
    /// <param name="start">Where the first pass begins; later passes begin at 0.</param>
    public SoundFileSource(string path, bool loop = false, TimeSpan start = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(start, TimeSpan.Zero);
        _path = path;
        _loop = loop;
        _start = start;
    }

    /// <inheritdoc/>
    public AudioFormat Format => _format;

    /// <inheritdoc/>
    public SourcePace Pace => SourcePace.Free;

    /// <inheritdoc/>
    public string Description => _reader is null ? _path : $"{_path} ({_reader.Kind}{(_loop ? ", looping" : "")})";

    /// <inheritdoc/>
    public bool CanSeek => true;

    /// <inheritdoc/>
    public long Length => _loop || _reader is null ? -1 : _reader.Frames;

    /// <inheritdoc/>
    /// <remarks>Of a looping file, counted from the beginning of its first pass.</remarks>
    public void Seek(long frame)
    {
        if (_reader is null) throw new AudioException(AudioErrorCode.InputOutput, _path, "the file is not open", "Open it first");
        _reader.Seek(_loop && _reader.Frames > 0 ? frame % _reader.Frames : frame);
    }

    /// <inheritdoc/>
    /// <exception cref="AudioException">
    /// As <see cref="SoundFileReader.Open"/>; <see cref="AudioErrorCode.InvalidArgument"/> if the file ends before the start that was asked
    /// for.
    /// </exception>
    public void Open()
    {
        _interrupted = false;
        _reader?.Dispose();
        _reader = SoundFileReader.Open(_path);
        _format = _reader.Format;
        if (_start > TimeSpan.Zero) _reader.Seek(_format.ToFrames(_start));
    }

    /// <inheritdoc/>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.NotAudio"/> where the file is damaged, after all that could be decoded.
    /// </exception>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_reader is null || _interrupted || destination.Length < _format.Channels) return SourceRead.Nothing;
        var frames = _reader.Read(destination);
        if (frames > 0) return SourceRead.Data(frames);
        if (!_loop || _reader.Position == 0) return SourceRead.End;
        _reader.Seek(0);
        frames = _reader.Read(destination);
        return frames > 0 ? SourceRead.Data(frames) : SourceRead.End;
    }

    /// <inheritdoc/>
    public void Interrupt() => _interrupted = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader?.Dispose();
        _reader = null;
    }
}
