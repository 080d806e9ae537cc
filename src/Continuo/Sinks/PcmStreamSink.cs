using Continuo.Audio;
using Continuo.Pipes;

namespace Continuo.Sinks;

/// <summary>Writes raw PCM to standard output or any stream.</summary>
internal sealed class PcmStreamSink : PipeSink
{
    private readonly Stream? _stream; // null: standard output
    private InterruptibleWriter? _own;

    /// <summary>Creates a sink on a stream. The stream is disposed with the sink, or when a write blocked at that moment returns.</summary>
    /// <param name="stream">Destination of the bytes.</param>
    /// <param name="pcm">PCM format to write; <see langword="null"/>: float samples in the format of the audio.</param>
    /// <param name="description">One-line description.</param>
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

    /// <summary>
    /// Creates the sink for the address <c>-</c>. Option <c>format=s16le,44100,1</c>; the default is the format of the audio.
    /// </summary>
    /// <exception cref="AudioException">An option is invalid.</exception>
    public static PcmStreamSink FromAddress(AudioAddress address, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        return new PcmStreamSink(PcmAddress.Format(address), request.Sample);
    }

    private protected override InterruptibleWriter Connect() =>
        _stream is null ? StandardStreams.OpenOutput() : _own ??= new InterruptibleWriter(_stream, "continuo pcm out", ownsStream: true);

    private protected override void Complete()
    {
    }

    private protected override void Disconnect()
    {
        if (_own is { } drain) drain.Dispose();
        else _stream?.Dispose();
    }
}
