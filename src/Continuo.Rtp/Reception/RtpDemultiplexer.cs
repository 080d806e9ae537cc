using System.Text;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Distributes datagrams to sources. Has no socket or thread of its own, so that a simulation can drive it. One thread at a time;
/// <see cref="Streams"/> and <see cref="Statistics"/> may be read from any thread. Allocates for each new source or codec, never per
/// packet.
/// </summary>
internal sealed class RtpDemultiplexer : IDisposable
{
    private readonly object _sender;
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

    /// <summary>Creates a demultiplexer without sources.</summary>
    /// <param name="options">Receive options.</param>
    /// <param name="seed">Random seed of the SSRC and the report times; <see langword="null"/> for a random one.</param>
    /// <param name="sender">The sender of the events; <see langword="null"/> for this object.</param>
    public RtpDemultiplexer(ReceptionOptions options, int? seed = null, object? sender = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _sender = sender ?? this;
        _userCode = new UserCode("an RTP receiver", options.Logger);
        _random = seed is { } s ? new Random(s) : new Random();
        _own = (uint)_random.NextInt64(1L << 32);
        _schedule = new RtcpSchedule(_random, options.Clock.Now);
        _name = Encoding.UTF8.GetBytes(options.Name);
        if (_name.Length > 255) _name = _name[..255];
    }

    /// <summary>
    /// Raised when a source has been validated (RFC 3550, A.1), on the thread that delivers packets. Handlers must not block; their
    /// exceptions are counted and ignored.
    /// </summary>
    public event EventHandler<RtpStream>? StreamBegun;

    /// <summary>
    /// Raised when a source has left, under the same conditions as <see cref="StreamBegun"/>. Its reader disposes it, or this object does.
    /// </summary>
    public event EventHandler<RtpStream>? StreamEnded;

    /// <summary>The validated sources, in order of arrival. A snapshot.</summary>
    public IReadOnlyList<RtpStream> Streams => Volatile.Read(ref _streams);

    /// <summary>SSRC of this receiver in its reports.</summary>
    public uint OwnSsrc => _own;

    /// <summary>Statistics of the session, apart from those of each source.</summary>
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

    /// <summary>Processes a datagram from the RTP port, which may also be RTCP.</summary>
    /// <param name="datagram">The received bytes.</param>
    /// <param name="from">Address of the sender.</param>
    /// <param name="arrival">Arrival time, in nanoseconds of the session's clock.</param>
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

    /// <summary>Processes a datagram from the RTCP port.</summary>
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

    /// <summary>Removes sources that have timed out.</summary>
    public void Tick(long now)
    {
        foreach (var stream in _streams)
        {
            if (now - Math.Max(stream.LastArrival, stream.LastReport) <= _options.Timeout.Ticks * 100) continue;
            _timeouts++;
            End(stream);
        }
    }

    /// <summary>Writes the receiver reports that are due, one per source (RFC 3550, 6.2 and 6.4).</summary>
    /// <param name="now">Current time, in nanoseconds of the session's clock.</param>
    /// <param name="batch">Batch to add reports to, as many as fit, addressed to the sources.</param>
    public void WriteReports(long now, DatagramBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!_schedule.IsDue(now, _streams.Length)) return;
        for (var left = Math.Min(_streams.Length, batch.Capacity - batch.Count); left > 0; left--)
        {
            // If not all fit, the others come first next time.
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

    /// <summary>Time of the next report, in nanoseconds of the session's clock.</summary>
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

    // Only the sender of a stream may end it.
    private void TakeGoodbye(in RtcpPacket packet, in PeerAddress from)
    {
        for (var i = 0; i < packet.SourceCount; i++)
        {
            if (!_bySsrc.TryGetValue(packet.Source(i), out var stream) || !stream.Peer.IsSameHost(from)) continue;
            _goodbyes++;
            End(stream);
        }
    }

    // A source is created at the second of two packets in sequence; the first one is part of it.
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
        _userCode.Raise(StreamBegun, _sender, stream);
    }

    private void End(RtpStream stream)
    {
        stream.HasLeft = true;
        _bySsrc.Remove(stream.Ssrc);
        Volatile.Write(ref _streams, [.. _streams.Where(s => s != stream)]);
        _userCode.Raise(StreamEnded, _sender, stream);
    }

    private void ChooseAnother()
    {
        _collisions++;
        _own = (uint)_random.NextInt64(1L << 32);
    }
}
