using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Pipes;

namespace Continuo.Sources;

/// <summary>Raw PCM from standard input, or from any stream.</summary>
public sealed class PcmStreamSource : PipeSource
{
    private readonly Stream? _stream; // null: standard input
    private ByteFeed? _own;

    /// <summary>Prepares reading from a stream.</summary>
    /// <param name="stream">Read on another thread after <see cref="PipeSource.Open"/>, and closed with the source, or by the read that then is in progress.</param>
    /// <param name="pcm">What the bytes are.</param>
    /// <param name="clock">Measures time-outs.</param>
    /// <param name="description">One line for people.</param>
    public PcmStreamSource(Stream stream, PcmFormat pcm, MonotonicClock clock, string description = "a stream")
        : base(pcm, clock, $"{description} ({pcm})")
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
    }

    /// <summary>Reads a stream that may carry a WAV file as well.</summary>
    internal PcmStreamSource(Stream stream, PcmFormat pcm, MonotonicClock clock, bool detectsWav)
        : base(pcm, clock, $"a stream ({pcm})", detectsWav) => _stream = stream;

    private PcmStreamSource(PcmFormat pcm, MonotonicClock clock, bool detectsWav)
        : base(pcm, clock, $"standard input ({pcm})", detectsWav)
    {
    }

    /// <summary>Makes the source of <c>-</c>; option <c>format=s16le,44100,1</c>, by default what a WAV header says, otherwise floats of the format wanted.</summary>
    /// <exception cref="AudioException">An option is wrong.</exception>
    public static PcmStreamSource FromAddress(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        var format = PcmAddress.Format(address);
        return new PcmStreamSource(format ?? new PcmFormat(SampleType.F32, request.Complete(AudioFormat.Default)), request.Clock, detectsWav: format is null);
    }

    private protected override ByteFeed Connect() => _stream is null ? StandardStreams.OpenInput() : _own ??= new ByteFeed(_stream, "continuo pcm");

    private protected override void Disconnect()
    {
        if (_own is { } feed) feed.Dispose();
        else _stream?.Dispose();
    }
}
