using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>
/// Writes a compound RTCP packet: a report, then a name, then optionally a goodbye (RFC 3550, 6.1). Real-time-safe.
/// </summary>
/// <param name="destination">Buffer to write to; 1200 bytes are enough for a report on 31 sources, a name and a goodbye.</param>
[RealTime]
internal ref struct RtcpWriter(Span<byte> destination)
{
    private const int MaxReports = 31;

    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Adds a sender report.</summary>
    /// <param name="report">The sender report.</param>
    /// <param name="receptions">Reception reports, at most 31.</param>
    public void WriteSenderReport(in RtcpSenderReport report, scoped ReadOnlySpan<RtcpReceptionReport> receptions = default)
    {
        report.WriteTo(Begin(RtcpType.SenderReport, receptions.Length,
            RtcpSenderReport.Bytes + receptions.Length * RtcpReceptionReport.Bytes));
        Append(receptions);
    }

    /// <summary>Adds a receiver report.</summary>
    /// <param name="ssrc">SSRC of the receiver.</param>
    /// <param name="receptions">Reception reports, at most 31.</param>
    public void WriteReceiverReport(uint ssrc, scoped ReadOnlySpan<RtcpReceptionReport> receptions)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Begin(RtcpType.ReceiverReport, receptions.Length,
            4 + receptions.Length * RtcpReceptionReport.Bytes), ssrc);
        Append(receptions);
    }

    /// <summary>Adds the canonical name of a participant (CNAME).</summary>
    /// <param name="ssrc">SSRC of the participant.</param>
    /// <param name="name">UTF-8, at most 255 bytes.</param>
    public void WriteCanonicalName(uint ssrc, scoped ReadOnlySpan<byte> name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, 255);
        var bytes = (4 + 2 + name.Length) / 4 * 4 + 4; // at least one zero at the end
        var body = Begin(RtcpType.SourceDescription, 1, bytes);
        body.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        body[4] = 1;
        body[5] = (byte)name.Length;
        name.CopyTo(body[6..]);
    }

    /// <summary>Adds a goodbye.</summary>
    public void WriteGoodbye(uint ssrc) => BinaryPrimitives.WriteUInt32BigEndian(Begin(RtcpType.Goodbye, 1, 4), ssrc);

    private Span<byte> Begin(RtcpType type, int count, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxReports);
        var packet = _destination.Slice(Length, 4 + bytes);
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(bytes / 4));
        Length += packet.Length;
        return packet[4..];
    }

    // Appends reports to the packet just begun.
    private readonly void Append(scoped ReadOnlySpan<RtcpReceptionReport> receptions)
    {
        var at = Length - receptions.Length * RtcpReceptionReport.Bytes;
        foreach (ref readonly var reception in receptions)
        {
            reception.WriteTo(_destination[at..]);
            at += RtcpReceptionReport.Bytes;
        }
    }
}
