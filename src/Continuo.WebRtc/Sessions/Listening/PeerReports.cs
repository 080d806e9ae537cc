using Continuo.Rtp.Wire;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>
/// What a peer reports about the packets of one SSRC that it receives from us (RFC 3550, 6.4). One thread takes; any thread reads.
/// </summary>
internal sealed class PeerReports(uint ssrc, int clockRate, TimeProvider wallClock)
{
    private const double Unknown = -1;

    private int _lost;
    private double _lostPercent;
    private double _jitterMs;
    private double _roundTripMs = Unknown;
    private long _count;

    /// <summary>The SSRC.</summary>
    public uint Ssrc => ssrc;

    /// <summary>Packets lost in total.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Loss between the last two reports, in percent.</summary>
    public double LostPercent => Volatile.Read(ref _lostPercent);

    /// <summary>Interarrival jitter in ms.</summary>
    public double JitterMs => Volatile.Read(ref _jitterMs);

    /// <summary>Round-trip time in ms; <see langword="null"/> before the first report that answers one of ours.</summary>
    public double? RoundTripMs => Volatile.Read(ref _roundTripMs) is var ms and >= 0 ? ms : null;

    /// <summary>Number of reports.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Reads a compound packet.</summary>
    public void Take(ReadOnlySpan<byte> compound)
    {
        if (!RtcpReader.IsWellFormed(compound)) return;
        var reader = new RtcpReader(compound);
        while (reader.TryRead(out var packet))
        {
            if (packet.Type is not (RtcpType.SenderReport or RtcpType.ReceiverReport)) continue;
            for (var i = 0; i < packet.ReportCount; i++)
            {
                var report = packet.Report(i);
                if (report.Ssrc == ssrc) Take(report);
            }
        }
    }

    private void Take(in RtcpReceptionReport report)
    {
        Volatile.Write(ref _lost, report.Lost);
        Volatile.Write(ref _lostPercent, report.FractionLost * 100 / 256.0);
        Volatile.Write(ref _jitterMs, report.Jitter * 1000.0 / clockRate);
        if (report.LastReport != 0)
        {
            var now = (uint)(RtcpSenderReport.ToNtp(wallClock.GetUtcNow().UtcDateTime) >> 16);
            Volatile.Write(ref _roundTripMs, Math.Max(0, (int)(now - report.Delay - report.LastReport) * 1000.0 / 65_536));
        }

        Volatile.Write(ref _count, _count + 1);
    }
}
