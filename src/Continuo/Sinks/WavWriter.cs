using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>
/// Writes WAV so that the file is valid at every moment: first samples, in blocks of at most 250 ms, then the header that counts them. A
/// stream that cannot seek gets a header of unknown size. For one thread.
/// </summary>
internal sealed class WavWriter
{
    private const int PortionsPerSecond = 4;
    private const int MaxPortionBytes = 128 * 1024;

    private readonly Stream _stream;
    private readonly TpdfDither? _dither;
    private readonly long _riffLimit;
    private readonly byte[] _header;
    private readonly byte[] _portion;
    private int _filled;

    /// <summary>Writes the header of an empty file.</summary>
    public WavWriter(Stream stream, PcmFormat pcm, TpdfDither? dither = null, long riffLimit = WavHeader.RiffLimit)
    {
        _stream = stream;
        Pcm = pcm;
        _dither = dither;
        _riffLimit = riffLimit;
        _header = new byte[WavHeader.LengthOf(pcm)];
        var frames = Math.Clamp(pcm.Format.SampleRate / PortionsPerSecond, 1, Math.Max(1, MaxPortionBytes / pcm.FrameBytes));
        _portion = new byte[frames * pcm.FrameBytes];
        if (_stream.CanSeek)
        {
            WriteHeader(0);
            _stream.Position = _header.Length;
            return;
        }

        WavHeader.Write(_header, Pcm, WavHeader.UnknownFrames);
        _stream.Write(_header);
    }

    public PcmFormat Pcm { get; }

    /// <summary>Number of frames that the header counts and that are therefore safe.</summary>
    public long SafeFrames { get; private set; }

    /// <summary>Writes whole frames. Does not allocate.</summary>
    public void Write(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            var taken = SampleConverter.Encode(samples, Pcm.Sample, _portion.AsSpan(_filled), _dither);
            _filled += taken * Pcm.SampleBytes;
            samples = samples[taken..];
            if (_filled == _portion.Length) Flush();
        }
    }

    /// <summary>Writes pending frames and the final header.</summary>
    public void Finish()
    {
        Flush();
        if (!_stream.CanSeek)
        {
            _stream.Flush();
            return;
        }

        var frames = (_stream.Position - _header.Length) / Pcm.FrameBytes;
        if ((_stream.Position & 1) != 0) _stream.WriteByte(0); // chunks of a RIFF file begin at even offsets
        WriteHeader(frames);
        _stream.Flush();
    }

    /// <summary>
    /// After a failed write: updates the header with the frames that were written completely. Never throws on disk errors.
    /// </summary>
    public void Salvage()
    {
        if (!_stream.CanSeek) return;
        try
        {
            WriteHeader(EvenFrames(Math.Max(0, _stream.Length - _header.Length) / Pcm.FrameBytes));
        }
        catch (Exception)
        {
            // The header that counts SafeFrames stays valid.
        }
    }

    private void Flush()
    {
        _stream.Write(_portion, 0, _filled);
        if (!_stream.CanSeek) SafeFrames += _filled / Pcm.FrameBytes;
        _filled = 0;
        if (_stream.CanSeek) WriteHeader(EvenFrames((_stream.Position - _header.Length) / Pcm.FrameBytes));
    }

    private void WriteHeader(long frames)
    {
        WavHeader.Write(_header, Pcm, frames, _riffLimit);
        var end = _stream.Position;
        _stream.Position = 0;
        _stream.Write(_header);
        _stream.Position = end;
        SafeFrames = frames;
    }

    // An odd number of bytes would need a pad byte where the next samples go.
    private long EvenFrames(long frames) => frames - (frames * Pcm.FrameBytes & 1);
}
