using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>A packet of an RTCP compound: a view of the received bytes. Never reads outside them. Real-time-safe.</summary>
[RealTime]
internal readonly ref struct RtcpPacket
{
    internal RtcpPacket(RtcpType type, int count, ReadOnlySpan<byte> body)
    {
        Type = type;
        Count = count;
        Body = body;
    }

    /// <summary>Packet type.</summary>
    public RtcpType Type { get; }

    /// <summary>Count field of the header: reports, names or sources, 0…31.</summary>
    public int Count { get; }

    /// <summary>Content after the 4-byte header, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Number of complete reception reports in a sender or receiver report.</summary>
    public int ReportCount => Math.Min(Count, Math.Max(0, Body.Length - ReportsAt) / RtcpReceptionReport.Bytes);

    private int ReportsAt => Type switch
    {
        RtcpType.SenderReport => RtcpSenderReport.Bytes,
        RtcpType.ReceiverReport => 4,
        _ => Body.Length,
    };

    /// <summary>Reads a sender report.</summary>
    /// <returns>Whether the packet is a complete sender report.</returns>
    public bool TryGetSenderReport(out RtcpSenderReport report)
    {
        var isReport = Type == RtcpType.SenderReport && Body.Length >= RtcpSenderReport.Bytes;
        report = isReport ? RtcpSenderReport.Read(Body) : default;
        return isReport;
    }

    /// <summary>Returns one of the <see cref="ReportCount"/> reception reports.</summary>
    public RtcpReceptionReport Report(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ReportCount);
        return RtcpReceptionReport.Read(Body[(ReportsAt + index * RtcpReceptionReport.Bytes)..]);
    }

    /// <summary>Number of complete SSRCs in a goodbye; 1 in a report.</summary>
    public int SourceCount => Type == RtcpType.Goodbye ? Math.Min(Count, Body.Length / 4) : Body.Length >= 4 ? 1 : 0;

    /// <summary>Returns one of the <see cref="SourceCount"/> SSRCs.</summary>
    public uint Source(int index) => BinaryPrimitives.ReadUInt32BigEndian(Body[(index * 4)..]);

    /// <summary>Returns the canonical name (CNAME, UTF-8) of a source; empty if there is none.</summary>
    public ReadOnlySpan<byte> CanonicalName(uint ssrc)
    {
        if (Type != RtcpType.SourceDescription) return default;
        var rest = Body;
        for (var chunk = 0; chunk < Count && rest.Length >= 8; chunk++)
        {
            var isWanted = BinaryPrimitives.ReadUInt32BigEndian(rest) == ssrc;
            var at = 4;
            while (at < rest.Length && rest[at] != 0)
            {
                if (at + 2 > rest.Length || at + 2 + rest[at + 1] > rest.Length) return default;
                if (isWanted && rest[at] == 1) return rest.Slice(at + 2, rest[at + 1]);
                at += 2 + rest[at + 1];
            }

            // A chunk ends with one to four zeros, at a multiple of four.
            rest = rest[Math.Min(rest.Length, (at / 4 + 1) * 4)..];
        }

        return default;
    }
}
