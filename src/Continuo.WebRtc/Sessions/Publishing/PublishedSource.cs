using Continuo.Audio;
using Continuo.Rtp.Reception;
using Continuo.Sources;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions.Publishing;

/// <summary>A publisher's audio as a source: its packets through the product's receiver and jitter buffer. Ends when the session ends. Can
/// be opened once.</summary>
internal sealed class PublishedSource(RtpReceiver receiver, PeerTransport transport) : IAudioSource, IDiagnosedSource, IReceptionSource
{
    private volatile bool _hasEnded;
    private bool _wasOpened;

    public AudioFormat Format => receiver.Format;

    public SourcePace Pace => receiver.Pace;

    public string Description => receiver.Description;

    public string? Problem => receiver.Problem;

    RtpStreamStatistics? IReceptionSource.Reception => Stream?.GetStatistics();

    /// <summary>The source of the packets; <see langword="null"/> before the first.</summary>
    public RtpStream? Stream => receiver.Stream;

    /// <summary>The peer's packets.</summary>
    public PeerTransport Transport => transport;

    /// <summary>
    /// The newest source that the session has found, if it is not read as a source; <see langword="null"/> before the first.
    /// </summary>
    public RtpStream? Newest => receiver.Session?.Streams is { Count: > 0 } streams ? streams[^1] : null;

    /// <inheritdoc/>
    public void Open()
    {
        if (_hasEnded || _wasOpened)
        {
            var happened = _hasEnded ? "the publisher has ended its session" : "the session's source can be opened once";
            throw new AudioException(AudioErrorCode.NotFound, Description, happened, "Have it published again");
        }

        _wasOpened = true;
        receiver.Open();
    }

    /// <inheritdoc/>
    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        if (_hasEnded) return SourceRead.End;
        var read = receiver.Read(destination, timeout);
        return _hasEnded && read.Status != SourceStatus.Data ? SourceRead.End : read;
    }

    /// <inheritdoc/>
    public void Interrupt() => receiver.Interrupt();

    /// <summary>The session is over: the next read is the last. Thread-safe.</summary>
    public void End()
    {
        _hasEnded = true;
        receiver.Interrupt();
    }

    /// <inheritdoc/>
    public void Dispose() => receiver.Dispose();
}
