using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Reception;

/// <summary>Statistics of one source.</summary>
public sealed record RtpStreamStatistics
{
    /// <summary>SSRC of the source.</summary>
    public required uint Ssrc { get; init; }

    /// <summary>Canonical name (CNAME) of the sender; empty if none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Address of the sender.</summary>
    public string Peer { get; init; } = "";

    /// <summary>Current codec; <see langword="null"/> before the first decodable packet.</summary>
    public PacketCodec? Codec { get; init; }

    /// <summary>
    /// Packets received, late ones and duplicates included: <c>ReceivedPackets = EmptyPackets + MalformedRedundancy + those handed to the
    /// jitter buffer + UnknownPayloads + UndecodablePackets</c>, as far as packets carry no copies.
    /// </summary>
    public long ReceivedPackets { get; init; }

    /// <summary>Packets that should have been received.</summary>
    public long ExpectedPackets { get; init; }

    /// <summary>Packet loss in percent.</summary>
    public double LossPercent => ExpectedPackets > 0 ? Math.Max(0, 100.0 * (ExpectedPackets - ReceivedPackets) / ExpectedPackets) : 0;

    /// <summary>Interarrival jitter (RFC 3550) in ms.</summary>
    public double JitterMs { get; init; }

    /// <summary>Packets with an implausible sequence number that the next packet did not confirm.</summary>
    public long RejectedPackets { get; init; }

    /// <summary>Packets with this SSRC from another address.</summary>
    public long ForeignPackets { get; init; }

    /// <summary>Payloads of an unknown payload type, or with another sample rate than the session's.</summary>
    public long UnknownPayloads { get; init; }

    /// <summary>Payload type of the last packet with an unknown one; −1 if there was none.</summary>
    public int LastUnknownPayloadType { get; init; }

    /// <summary>Packets whose length does not match their timestamps, as if another codec were used. They are not played.</summary>
    public long UndecodablePackets { get; init; }

    /// <summary>Packets without payload.</summary>
    public long EmptyPackets { get; init; }

    /// <summary>Describes why received packets cannot be decoded; <see langword="null"/> if audio is being received.</summary>
    public string? Problem { get; init; }

    /// <summary>Malformed redundant payloads.</summary>
    public long MalformedRedundancy { get; init; }

    /// <summary>Number of codec changes.</summary>
    public long FormatChanges { get; init; }

    /// <summary>Number of address changes.</summary>
    public long AddressChanges { get; init; }

    /// <summary>Number of interruptions longer than 1 s.</summary>
    public long Outages { get; init; }

    /// <summary>RTCP sender reports received.</summary>
    public long SenderReports { get; init; }

    /// <summary>Statistics of its jitter buffer; <see langword="null"/> before the first decodable packet.</summary>
    public JitterBufferStatistics? Buffer { get; init; }
}
