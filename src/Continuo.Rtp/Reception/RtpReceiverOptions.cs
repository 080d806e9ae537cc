using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;

namespace Continuo.Rtp.Reception;

/// <summary>Options of an <see cref="RtpReceiver"/>. Immutable.</summary>
public sealed record RtpReceiverOptions
{
    /// <summary>Address, port and group to receive on.</summary>
    public UdpOptions Udp { get; init; } = new();

    /// <summary>
    /// Opens the transport, which carries RTP and RTCP on one port (RFC 5761). Called at each start; the receiver disposes it.
    /// <see langword="null"/> for UDP.
    /// </summary>
    public Func<IPacketTransport>? Transport { get; init; }

    /// <summary>Codecs, jitter buffer, clock.</summary>
    public required ReceptionOptions Reception { get; init; }

    /// <summary>Whether RTCP shares the port of RTP.</summary>
    public bool IsRtcpShared { get; init; }

    /// <summary>RTCP port of the peer, if it is not its RTP port + 1.</summary>
    public int? PeerRtcpPort { get; init; }

    /// <summary>SSRC to receive; <see langword="null"/> for the first source, and the next one after it has left.</summary>
    public uint? Ssrc { get; init; }

    /// <summary>Whether the stream ends with the source's RTCP goodbye; otherwise the receiver waits for another source.</summary>
    public bool EndsWithGoodbye { get; init; }

    /// <summary>
    /// Whether the audio is delivered bit for bit, at the sender's pace: <see cref="Jitter.JitterBufferOptions.IsExact"/>.
    /// </summary>
    public bool IsExact => Reception.Jitter.IsExact;

    /// <summary>Display name of the source.</summary>
    public string Description { get; init; } = "RTP";

    /// <summary>Creates the session; not started.</summary>
    internal ReceiverSession OpenSession()
    {
        Reception.Validate();
        return Transport is { } open
            ? new ReceiverSession(open(), Reception)
            : new ReceiverSession(Udp, Reception, IsRtcpShared, PeerRtcpPort);
    }
}
