using System.Text;
using Continuo.Clocks;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Sending;

/// <summary>
/// The sender's side of RTCP (RFC 3550, section 6): sends sender reports, receives receiver reports, and detects SSRC collisions. Driven by
/// <see cref="Poll"/> on the sending thread. Malformed input is ignored. The reports may be read from any thread.
/// </summary>
internal sealed class RtcpSenderSession
{
    private const int MaxReceivers = 64;
    private const long PollPeriod = 100_000_000;
    private const double ReportSeconds = 5;

    private readonly PacketCodec _codec;
    private readonly RtpStreamWriter _writer;
    private readonly IPacketTransport _transport;
    private readonly PeerAddress _peer;
    private readonly MonotonicClock _clock;
    private readonly TimeProvider _wallClock;
    private readonly byte[] _name;
    private readonly DatagramBatch _batch = new(16);
    private readonly byte[] _report = new byte[400];
    private readonly Random _random = new();
    private RtpReceiverReport[] _receivers = [];
    private long _collisions;
    private long _nextPoll = long.MinValue;
    private long _nextReport = long.MinValue;

    /// <summary>Creates a session.</summary>
    /// <param name="codec">Codec; defines the RTP clock rate.</param>
    /// <param name="writer">Writer whose packets are reported.</param>
    /// <param name="transport">Transport of the RTCP packets. The caller keeps ownership.</param>
    /// <param name="peer">Destination of the reports.</param>
    /// <param name="name">Canonical name of the sender (CNAME), at most 255 bytes of UTF-8.</param>
    /// <param name="clock">The clock of capture times.</param>
    /// <param name="wallClock">Wall clock.</param>
    public RtcpSenderSession(
        PacketCodec codec,
        RtpStreamWriter writer,
        IPacketTransport transport,
        in PeerAddress peer,
        string name,
        MonotonicClock clock,
        TimeProvider wallClock)
    {
        ArgumentNullException.ThrowIfNull(name);
        (_codec, _writer, _transport, _peer, _clock, _wallClock) = (codec, writer, transport, peer, clock, wallClock);
        var bytes = Encoding.UTF8.GetBytes(name);
        _name = bytes[..Math.Min(bytes.Length, 255)];
    }

    /// <summary>The latest report of each receiver.</summary>
    public IReadOnlyList<RtpReceiverReport> Receivers => Volatile.Read(ref _receivers);

    /// <summary>Number of SSRC collisions with other senders.</summary>
    public long Collisions => Volatile.Read(ref _collisions);

    /// <summary>Highest packet loss reported by any receiver in the last 15 s, in percent.</summary>
    public double WorstLossPercent
    {
        get
        {
            var (worst, oldest) = (0.0, _clock.Now - 15_000_000_000);
            foreach (var receiver in Receivers)
            {
                if (receiver.ReceivedAt >= oldest) worst = Math.Max(worst, receiver.LossPercent);
            }

            return worst;
        }
    }

    /// <summary>
    /// Receives RTCP packets, at most ten times a second, and sends a report when due: with the first packet, then every 2.5…7.5 s.
    /// </summary>
    public void Poll()
    {
        var now = _clock.Now;
        if (now < _nextPoll || _writer.Packets == 0) return;
        _nextPoll = now + PollPeriod;
        _transport.Receive(_batch);
        for (var i = 0; i < _batch.Count; i++) Take(_batch[i], _batch.Peer(i), now);
        _batch.Clear();
        if (now < _nextReport) return;
        _nextReport = now + (long)(ReportSeconds * (0.5 + _random.NextDouble()) * 1e9);
        Report(now, isLast: false);
    }

    /// <summary>Sends an RTCP goodbye, if any packet was sent.</summary>
    public void Leave()
    {
        if (_writer.Packets > 0) Report(_clock.Now, isLast: true);
    }

    private void Report(long now, bool isLast)
    {
        // The timestamp of the current time, extrapolated from the last packet's capture.
        var (mediaTime, captureTime) = _writer.Last;
        var elapsed = captureTime < 0 ? _codec.FramesPerPacket : _codec.Format.ToFrames(now - captureTime);
        var report = new RtcpSenderReport(
            _writer.Ssrc,
            RtcpSenderReport.ToNtp(_wallClock.GetUtcNow().UtcDateTime),
            _writer.TimestampOf(mediaTime + elapsed),
            (uint)_writer.Packets,
            (uint)_writer.PayloadBytes);
        var rtcp = new RtcpWriter(_report);
        rtcp.WriteSenderReport(report);
        rtcp.WriteCanonicalName(report.Ssrc, _name);
        if (isLast) rtcp.WriteGoodbye(report.Ssrc);
        _transport.Send(_report.AsSpan(0, rtcp.Length), _peer);
    }

    private void Take(ReadOnlySpan<byte> datagram, in PeerAddress from, long now)
    {
        if (!RtcpReader.IsWellFormed(datagram)) return;
        var reader = new RtcpReader(datagram);
        while (reader.TryRead(out var packet))
        {
            if (packet.Type is not (RtcpType.SenderReport or RtcpType.ReceiverReport) || packet.SourceCount == 0) continue;
            var reporter = packet.Source(0);
            if (reporter == _writer.Ssrc)
            {
                // A multicast group returns our own report, which carries our name; a report of another sender must not have our SSRC.
                if (!IsOurs(datagram)) Collide(now);
                return;
            }

            for (var i = 0; i < packet.ReportCount; i++)
            {
                var reception = packet.Report(i);
                if (reception.Ssrc == _writer.Ssrc) Note(reporter, reception, from, now);
            }
        }
    }

    private bool IsOurs(ReadOnlySpan<byte> datagram)
    {
        var reader = new RtcpReader(datagram);
        while (reader.TryRead(out var packet))
        {
            if (packet.CanonicalName(_writer.Ssrc).SequenceEqual(_name)) return true;
        }

        return false;
    }

    private void Collide(long now)
    {
        Volatile.Write(ref _collisions, _collisions + 1);
        Report(now, isLast: true);
        _writer.ChangeSsrc();
        _nextReport = now;
    }

    private void Note(uint reporter, in RtcpReceptionReport reception, in PeerAddress from, long now)
    {
        var roundTrip = -1.0;
        if (reception.LastReport != 0)
        {
            var ntp = (uint)(RtcpSenderReport.ToNtp(_wallClock.GetUtcNow().UtcDateTime) >> 16);
            roundTrip = Math.Max(0, (int)(ntp - reception.Delay - reception.LastReport) * 1000.0 / 65_536);
        }

        var note = new RtpReceiverReport(
            reporter,
            from.ToString(),
            reception.FractionLost * 100 / 256.0,
            reception.Lost,
            reception.Jitter * 1000.0 / _codec.ClockRate,
            roundTrip,
            now);
        var others = _receivers.Where(r => r.Ssrc != reporter).TakeLast(MaxReceivers - 1);
        Volatile.Write(ref _receivers, [.. others, note]);
    }
}
