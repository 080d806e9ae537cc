using Continuo.Audio;
using Continuo.Pipes;

namespace Continuo.Sinks;

/// <summary>Raw PCM to standard output, or to any stream.</summary>
public sealed class PcmStreamSink : PipeSink
{
    private readonly Stream? _stream; // null: standard output
    private ByteDrain? _own;

    /// <summary>Prepares writing to a stream, which is disposed with the sink; if a write to it is blocked then, after that.</summary>
    /// <param name="stream">Where the bytes go.</param>
    /// <param name="pcm">What to write; <see langword="null"/>: floats of the audio's own format.</param>
    /// <param name="description">One line for people.</param>
    public PcmStreamSink(Stream stream, PcmFormat? pcm = null, string description = "a stream")
        : base(description, pcm, null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
    }

    private PcmStreamSink(PcmFormat? pcm, SampleType? sample)
        : base("standard output", pcm, sample)
    {
    }

    /// <summary>Makes the sink of <c>-</c>; option <c>format=s16le,44100,1</c>, by default the audio's own format.</summary>
    /// <exception cref="AudioException">An option is wrong.</exception>
    public static PcmStreamSink FromAddress(AudioAddress address, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        return new PcmStreamSink(PcmAddress.Format(address), request.Sample);
    }

    private protected override ByteDrain Connect() => _stream is null ? StandardStreams.OpenOutput() : _own ??= new ByteDrain(_stream, "continuo pcm out", ownsStream: true);

    private protected override void Complete()
    {
    }

    private protected override void Disconnect()
    {
        if (_own is { } drain) drain.Dispose();
        else _stream?.Dispose();
    }
}
