using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Pipes;

namespace Continuo.Sources;

/// <summary>Reads raw PCM from standard input or any stream.</summary>
internal sealed class PcmStreamSource : PipeSource
{
    private readonly Stream? _stream; // null: standard input
    private InterruptibleReader? _own;

    /// <summary>Creates a source on a stream.</summary>
    /// <param name="stream">Stream to read, on another thread after <see cref="PipeSource.Open"/>. Closed with the source, or when a read
    /// in progress at that moment returns.</param>
    /// <param name="pcm">PCM format of the bytes.</param>
    /// <param name="clock">Clock for time-outs.</param>
    /// <param name="description">One-line description.</param>
    public PcmStreamSource(Stream stream, PcmFormat pcm, MonotonicClock clock, string description = "a stream")
        : base(pcm, clock, $"{description} ({pcm})")
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
    }

    /// <summary>Reads a stream that may also carry a WAV file.</summary>
    internal PcmStreamSource(Stream stream, PcmFormat pcm, MonotonicClock clock, bool detectsWav)
        : base(pcm, clock, $"a stream ({pcm})", detectsWav) => _stream = stream;

    private PcmStreamSource(PcmFormat pcm, MonotonicClock clock, bool detectsWav)
        : base(pcm, clock, $"standard input ({pcm})", detectsWav)
    {
    }

    /// <summary>
    /// Creates the source for the address <c>-</c>. Option <c>format=s16le,44100,1</c>. The default is the format of a WAV header;
    /// without a header, float samples in the requested format.
    /// </summary>
    /// <exception cref="AudioException">An option is invalid.</exception>
    public static PcmStreamSource FromAddress(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        var format = PcmAddress.Format(address);
        return new PcmStreamSource(format ?? new PcmFormat(SampleType.F32, request.Complete(AudioFormat.Default)), request.Clock,
            detectsWav: format is null);
    }

    private protected override InterruptibleReader Connect() =>
        _stream is null ? StandardStreams.OpenInput() : _own ??= new InterruptibleReader(_stream, "continuo pcm");

    private protected override void Disconnect()
    {
        if (_own is { } feed) feed.Dispose();
        else _stream?.Dispose();
    }
}
