using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>One packet of a compound, a view of the bytes it was parsed from. Reads nothing beyond them, whatever they are. Real-time-safe.</summary>
[RealTime]
internal readonly ref struct RtcpPacket
{
    internal RtcpPacket(RtcpType type, int count, ReadOnlySpan<byte> body)
    {
        Type = type;
        Count = count;
        Body = body;
    }

    /// <summary>What it is.</summary>
    public RtcpType Type { get; }

    /// <summary>How many reports, names or sources it says it holds, 0…31.</summary>
    public int Count { get; }

    /// <summary>What follows the first 4 bytes, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>How many reception reports a sender or receiver report really holds.</summary>
    public int ReportCount => Math.Min(Count, Math.Max(0, Body.Length - ReportsAt) / RtcpReceptionReport.Bytes);

    private int ReportsAt => Type switch
    {
        RtcpType.SenderReport => RtcpSenderReport.Bytes,
        RtcpType.ReceiverReport => 4,
        _ => Body.Length,
    };

    /// <summary>What a sender report says.</summary>
    /// <returns>Whether this is one, and complete.</returns>
    public bool TryGetSenderReport(out RtcpSenderReport report)
    {
        var isReport = Type == RtcpType.SenderReport && Body.Length >= RtcpSenderReport.Bytes;
        report = isReport ? RtcpSenderReport.Read(Body) : default;
        return isReport;
    }

    /// <summary>One of the <see cref="ReportCount"/> reception reports.</summary>
    public RtcpReceptionReport Report(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ReportCount);
        return RtcpReceptionReport.Read(Body[(ReportsAt + index * RtcpReceptionReport.Bytes)..]);
    }

    /// <summary>How many sources a goodbye really names; 1, the sender, in a report.</summary>
    public int SourceCount => Type == RtcpType.Goodbye ? Math.Min(Count, Body.Length / 4) : Body.Length >= 4 ? 1 : 0;

    /// <summary>The SSRC of one of those.</summary>
    public uint Source(int index) => BinaryPrimitives.ReadUInt32BigEndian(Body[(index * 4)..]);

    /// <summary>The name (CNAME, UTF-8) that a source description gives a source; empty if it gives none.</summary>
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
