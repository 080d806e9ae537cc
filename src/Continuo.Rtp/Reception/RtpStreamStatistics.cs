using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Reception;

/// <summary>What is known of one source.</summary>
public sealed record RtpStreamStatistics
{
    /// <summary>Who sends it.</summary>
    public required uint Ssrc { get; init; }

    /// <summary>The name that its sender gives it; empty if none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where it comes from.</summary>
    public string Peer { get; init; } = "";

    /// <summary>What it is encoded with at present; <see langword="null"/> before the first packet that could be used.</summary>
    public PacketCodec? Codec { get; init; }

    /// <summary>
    /// Packets received, late ones and duplicates included:
    /// <c>ReceivedPackets = EmptyPackets + MalformedRedundancy + those handed to the jitter buffer + UnknownPayloads + UndecodablePackets</c>, as far as packets carry no copies.
    /// </summary>
    public long ReceivedPackets { get; init; }

    /// <summary>Packets that should have been received.</summary>
    public long ExpectedPackets { get; init; }

    /// <summary>The part that never came, in percent.</summary>
    public double LossPercent => ExpectedPackets > 0 ? Math.Max(0, 100.0 * (ExpectedPackets - ReceivedPackets) / ExpectedPackets) : 0;

    /// <summary>The mean deviation of the transit time after RFC 3550, in milliseconds.</summary>
    public double JitterMs { get; init; }

    /// <summary>Packets whose number is far off, and which the next one did not follow.</summary>
    public long RejectedPackets { get; init; }

    /// <summary>Packets with this source's SSRC from somebody else's address.</summary>
    public long ForeignPackets { get; init; }

    /// <summary>Payloads of a type that nothing was agreed for, or whose sample rate is not the session's.</summary>
    public long UnknownPayloads { get; init; }

    /// <summary>The payload type of the last of them; −1 if there was none.</summary>
    public int LastUnknownPayloadType { get; init; }

    /// <summary>Packets of an agreed payload type that contradict its codec: what they hold does not fit their timestamps. They are not played.</summary>
    public long UndecodablePackets { get; init; }

    /// <summary>Packets without payload.</summary>
    public long EmptyPackets { get; init; }

    /// <summary>What is received and cannot be decoded, with the payload types received and expected; <see langword="null"/> if audio is being received.</summary>
    public string? Problem { get; init; }

    /// <summary>Redundant payloads that could not be taken apart.</summary>
    public long MalformedRedundancy { get; init; }

    /// <summary>How often the source changed its codec.</summary>
    public long FormatChanges { get; init; }

    /// <summary>How often the source moved to another address.</summary>
    public long AddressChanges { get; init; }

    /// <summary>How often nothing came for more than a second.</summary>
    public long Outages { get; init; }

    /// <summary>Reports that its sender sent.</summary>
    public long SenderReports { get; init; }

    /// <summary>What its jitter buffer does, and why; <see langword="null"/> before the first packet that could be used.</summary>
    public JitterBufferStatistics? Buffer { get; init; }
}
