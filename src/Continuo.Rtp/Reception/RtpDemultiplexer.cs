using System.Text;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Sorts datagrams by source, without a socket or a thread of its own, so that a simulation can drive it. One thread calls it;
/// <see cref="Streams"/> and <see cref="Statistics"/> may be read by any. Allocates when a source or a codec is met first, never per packet.
/// </summary>
internal sealed class RtpDemultiplexer : IDisposable
{
    private readonly UserCode _userCode;
    private readonly ReceptionOptions _options;
    private readonly Dictionary<uint, RtpStream> _bySsrc = [];
    private readonly CandidateTable _candidates = new();
    private readonly RtcpSchedule _schedule;
    private readonly byte[] _name;
    private readonly Random _random;
    private RtpStream[] _streams = [];
    private uint _own;
    private uint _nextReport;
    private long _datagrams, _malformed, _refused, _collisions, _goodbyes, _timeouts, _reports;

    /// <summary>Begins without sources.</summary>
    /// <param name="options">How to receive.</param>
    /// <param name="seed">Makes our SSRC and the times of reports repeatable; <see langword="null"/>: random.</param>
    public RtpDemultiplexer(ReceptionOptions options, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _userCode = new UserCode("an RTP receiver", options.Logger);
        _random = seed is { } s ? new Random(s) : new Random();
        _own = (uint)_random.NextInt64(1L << 32);
        _schedule = new RtcpSchedule(_random, options.Clock.Now);
        _name = Encoding.UTF8.GetBytes(options.Name);
        if (_name.Length > 255) _name = _name[..255];
    }

    /// <summary>A source has been validated (RFC 3550, A.1). Raised on the thread that delivers packets; must not block. What a handler throws is counted and ends nothing.</summary>
    public event Action<RtpStream>? StreamBegun;

    /// <summary>A source has left. It is disposed of by its reader, or with this object. Raised as <see cref="StreamBegun"/> is.</summary>
    public event Action<RtpStream>? StreamEnded;

    /// <summary>The validated sources, in the order they came. A snapshot.</summary>
    public IReadOnlyList<RtpStream> Streams => Volatile.Read(ref _streams);

    /// <summary>Our own SSRC in reports.</summary>
    public uint OwnSsrc => _own;

    /// <summary>What is counted beside the sources.</summary>
    public SessionStatistics Statistics => new()
    {
        Datagrams = _datagrams,
        MalformedDatagrams = _malformed,
        RefusedPackets = _refused,
        SsrcCollisions = _collisions,
        Goodbyes = _goodbyes,
        Timeouts = _timeouts,
        ReportsSent = _reports,
        HandlerFaults = _userCode.Faults,
    };

    /// <summary>Takes a datagram from the RTP port, where RTCP may come, too.</summary>
    /// <param name="datagram">Whatever was received.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="arrival">When it came, in nanoseconds of the session's clock.</param>
    public void Take(ReadOnlySpan<byte> datagram, in PeerAddress from, long arrival)
    {
        if (RtpPacket.IsRtcp(datagram))
        {
            TakeReport(datagram, from, arrival);
            return;
        }

        _datagrams++;
        if (!RtpPacket.TryParse(datagram, out var packet))
        {
            _malformed++;
            return;
        }

        var ssrc = packet.Header.Ssrc;
        if (ssrc == _own) ChooseAnother();
        if (_bySsrc.TryGetValue(ssrc, out var stream)) stream.Take(packet, datagram, from, arrival);
        else TakeUnknown(packet, datagram, from, arrival);
    }

    /// <summary>Takes a datagram from the RTCP port.</summary>
    public void TakeReport(ReadOnlySpan<byte> datagram, in PeerAddress from, long arrival)
    {
        _datagrams++;
        if (!RtcpReader.IsWellFormed(datagram))
        {
            _malformed++;
            return;
        }

        var reader = new RtcpReader(datagram);
        while (reader.TryRead(out var packet))
        {
            if (packet.TryGetSenderReport(out var report)) TakeSenderReport(report, from, arrival);
            else if (packet.Type == RtcpType.SourceDescription) TakeNames(packet, from);
            else if (packet.Type == RtcpType.Goodbye) TakeGoodbye(packet, from);
        }
    }

    /// <summary>Does what time brings: forgets silent sources.</summary>
    public void Tick(long now)
    {
        foreach (var stream in _streams)
        {
            if (now - Math.Max(stream.LastArrival, stream.LastReport) <= _options.Timeout.Ticks * 100) continue;
            _timeouts++;
            End(stream);
        }
    }

    /// <summary>Writes the reports that are due, one for each source: that it is received, and how well (RFC 3550, 6.2 and 6.4).</summary>
    /// <param name="now">The time.</param>
    /// <param name="batch">Where to add them, as many as there is room for, addressed to where the sources' RTP comes from.</param>
    public void WriteReports(long now, DatagramBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!_schedule.IsDue(now, _streams.Length)) return;
        for (var left = Math.Min(_streams.Length, batch.Capacity - batch.Count); left > 0; left--)
        {
            // If not all fit, the others are first next time.
            var stream = _streams[_nextReport++ % _streams.Length];
            var writer = new RtcpWriter(batch.Next);
            var delay = stream.LastReport < 0 ? 0 : (uint)((UInt128)(now - stream.LastReport) * 65_536 / 1_000_000_000);
            writer.WriteReceiverReport(_own,
            [
                new RtcpReceptionReport(
                    stream.Ssrc,
                    stream.Source.TakeFractionLost(),
                    (int)Math.Clamp(stream.Source.Lost, int.MinValue, int.MaxValue),
                    (uint)stream.Source.ExtendedHighest,
                    (uint)stream.Source.Jitter,
                    stream.LastReportTime,
                    delay),
            ]);
            writer.WriteCanonicalName(_own, _name);
            batch.Add(writer.Length, stream.Peer);
            _reports++;
        }
    }

    /// <summary>When reports are due next, in nanoseconds of the session's clock.</summary>
    public long NextReport => _schedule.Next;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var stream in _bySsrc.Values) stream.Dispose();
    }

    private void TakeSenderReport(in RtcpSenderReport report, in PeerAddress from, long arrival)
    {
        if (report.Ssrc == _own) ChooseAnother();
        if (!_bySsrc.TryGetValue(report.Ssrc, out var stream) || !stream.Peer.IsSameHost(from)) return;
        stream.LastReport = arrival;
        stream.LastReportTime = report.CompactTime;
        stream.Counters.SenderReports++;
    }

    private void TakeNames(in RtcpPacket packet, in PeerAddress from)
    {
        foreach (var stream in _streams)
        {
            if (!stream.Peer.IsSameHost(from)) continue;
            var name = packet.CanonicalName(stream.Ssrc);
            if (!name.IsEmpty && stream.Name.Length == 0) stream.Name = Encoding.UTF8.GetString(name);
        }
    }

    // Only who sends a stream may end it.
    private void TakeGoodbye(in RtcpPacket packet, in PeerAddress from)
    {
        for (var i = 0; i < packet.SourceCount; i++)
        {
            if (!_bySsrc.TryGetValue(packet.Source(i), out var stream) || !stream.Peer.IsSameHost(from)) continue;
            _goodbyes++;
            End(stream);
        }
    }

    // A source exists from the second of two packets in a row; the first one is part of it.
    private void TakeUnknown(in RtpPacket packet, ReadOnlySpan<byte> datagram, in PeerAddress from, long arrival)
    {
        var (ssrc, sequence) = (packet.Header.Ssrc, packet.Header.Sequence);
        if (_streams.Length >= _options.MaxStreams)
        {
            _refused++;
            return;
        }

        if (!_candidates.TryTake(ssrc, sequence, from, out var kept, out var before))
        {
            if (!_candidates.TryKeep(ssrc, sequence, from, datagram, arrival)) _refused++;
            return;
        }

        var stream = new RtpStream(ssrc, from, _options, before);
        _bySsrc.Add(ssrc, stream);
        if (RtpPacket.TryParse(kept, out var first)) stream.Take(first, kept, from, before);
        stream.Take(packet, datagram, from, arrival);
        Volatile.Write(ref _streams, [.. _streams, stream]);
        _userCode.Raise(StreamBegun, stream);
    }

    private void End(RtpStream stream)
    {
        stream.HasLeft = true;
        _bySsrc.Remove(stream.Ssrc);
        Volatile.Write(ref _streams, [.. _streams.Where(s => s != stream)]);
        _userCode.Raise(StreamEnded, stream);
    }

    private void ChooseAnother()
    {
        _collisions++;
        _own = (uint)_random.NextInt64(1L << 32);
    }
}
