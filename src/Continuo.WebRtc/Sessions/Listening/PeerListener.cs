using System.Security.Cryptography;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>
/// One listener of a <see cref="ListenFeed"/>, or of any caller that pushes packets to it: its packets' header, its sender reports, and
/// what it reports back. The Write methods belong to the feed's thread, <see cref="TakeRtcp"/> to the receive thread; the statistics may be
/// read by any thread.
/// </summary>
internal sealed class PeerListener(ListenFeed? feed, ListenerFormat format, PeerReports reports) : IPeerMedia
{
    private const long ReportNanoseconds = 5_000_000_000;
    private const long FirstReportNanoseconds = 1_000_000_000;

    private readonly ListenerExtension _extension = new(format.Extensions);
    private readonly uint _firstTimestamp = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private ushort _sequence = (ushort)RandomNumberGenerator.GetInt32(1 << 15);
    private bool _isNew = true;
    private long _nextReport = -1;
    private uint _packets;
    private uint _octets;
    private long _totalPackets;
    private long _totalBytes;
    private long _refused;

    /// <summary>The connection; set before it is started.</summary>
    public PeerConnection? Connection { get; set; }

    /// <summary>The payload that it receives: with copies around this payload type of Opus, or plain (<see langword="null"/>).</summary>
    public byte? Variant { get; } = format.RedType is null ? null : format.OpusType;

    /// <summary>SSRC of its packets.</summary>
    public uint Ssrc => reports.Ssrc;

    public PeerReports Reports => reports;

    /// <summary>Packets sent.</summary>
    public long Packets => Volatile.Read(ref _totalPackets);

    /// <summary>Bytes sent, without UDP and IP headers.</summary>
    public long Bytes => Volatile.Read(ref _totalBytes);

    /// <summary>Packets that the system refused to send.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Counts a packet that was not sent.</summary>
    public void CountRefused() => Volatile.Write(ref _refused, _refused + 1);

    /// <summary>Writes a protected packet.</summary>
    /// <returns>Its length; 0 if the peer is not connected.</returns>
    public int Write(Span<byte> destination, ReadOnlySpan<byte> payload, in Sending sending, out PeerAddress to,
        ReadOnlySpan<uint> contributors = default)
    {
        var header = new RtpHeader(
            format.RedType ?? format.OpusType, _sequence, _firstTimestamp + sending.Timestamp, Ssrc, sending.IsFirst || _isNew);
        var at = header.WriteTo(destination, contributors, _extension.Profile, _extension.Write(sending.CaptureNtp, sending.Level));
        to = default;
        if (at + payload.Length + PeerConnection.MaxOverhead > destination.Length) return 0;
        payload.CopyTo(destination[at..]);
        var bytes = Connection!.TryProtect(destination, at + payload.Length, out to);
        if (bytes == 0) return 0;
        _sequence++;
        _packets++;
        _octets += (uint)payload.Length;
        _isNew = false;
        Volatile.Write(ref _totalPackets, _totalPackets + 1);
        Volatile.Write(ref _totalBytes, _totalBytes + bytes);
        return bytes;
    }

    /// <summary>Whether a sender report is due; then the next one is due in five seconds (RFC 3550, 6.2).</summary>
    public bool IsReportDue(long now)
    {
        if (_packets == 0) return false;
        if (_nextReport < 0) _nextReport = now + (long)(Random.Shared.NextDouble() * FirstReportNanoseconds); // not all at once
        if (now < _nextReport) return false;
        _nextReport = now + ReportNanoseconds;
        return true;
    }

    /// <summary>Writes a protected sender report with our name.</summary>
    /// <returns>Its length; 0 if the peer is not connected.</returns>
    public int WriteReport(Span<byte> destination, in Sending sending, out PeerAddress to)
    {
        var rtcp = new RtcpWriter(destination);
        rtcp.WriteSenderReport(new RtcpSenderReport(Ssrc, sending.NowNtp, _firstTimestamp + sending.TimestampNow, _packets, _octets));
        rtcp.WriteCanonicalName(Ssrc, "continuo"u8);
        return Connection!.TryProtectRtcp(destination, rtcp.Length, out to);
    }

    /// <inheritdoc/>
    public void TakeRtp(ReadOnlySpan<byte> packet, long arrival)
    {
        // A listener has nothing to say.
    }

    /// <inheritdoc/>
    public void TakeRtcp(ReadOnlySpan<byte> packet, long arrival) => reports.Take(packet);

    /// <inheritdoc/>
    public void Begin() => feed?.Add(this);

    /// <inheritdoc/>
    public void End() => feed?.Remove(this);
}
