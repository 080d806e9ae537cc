using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;

namespace Continuo.Rtp.Reception;

/// <summary>What an <see cref="RtpReceiver"/> receives, and where. Immutable.</summary>
public sealed record RtpReceiverOptions
{
    /// <summary>Address, port and group to receive on.</summary>
    public UdpOptions Udp { get; init; } = new();

    /// <summary>Opens the path that packets take instead of UDP; it then carries RTP and RTCP (RFC 5761). Called at each start, disposed by the receiver.</summary>
    public Func<IPacketTransport>? Transport { get; init; }

    /// <summary>Codecs, jitter buffer, clock.</summary>
    public required ReceptionOptions Reception { get; init; }

    /// <summary>Whether RTCP shares the port of RTP.</summary>
    public bool IsRtcpShared { get; init; }

    /// <summary>Where the peer takes reports, if not at the port after that of its RTP.</summary>
    public int? PeerRtcpPort { get; init; }

    /// <summary>The only source that is heard; <see langword="null"/>: the first that comes, and after it has left the next.</summary>
    public uint? Ssrc { get; init; }

    /// <summary>Whether the audio ends when its source says goodbye; otherwise another is waited for.</summary>
    public bool EndsWithGoodbye { get; init; }

    /// <summary>Whether what was sent is delivered exactly, at the sender's pace: <see cref="Jitter.JitterBufferOptions.IsExact"/>.</summary>
    public bool IsExact => Reception.Jitter.IsExact;

    /// <summary>One line for people.</summary>
    public string Description { get; init; } = "RTP";

    /// <summary>Opens the session; not started.</summary>
    internal ReceiverSession OpenSession()
    {
        Reception.Validate();
        return Transport is { } open ? new ReceiverSession(open(), Reception) : new ReceiverSession(Udp, Reception, IsRtcpShared, PeerRtcpPort);
    }
}
