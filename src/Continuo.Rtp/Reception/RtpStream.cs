using System.Numerics;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Live;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Reception;

/// <summary>
/// A received RTP source, identified by its SSRC. The session's thread delivers packets; one thread reads. Neither waits for the other.
/// </summary>
/// <remarks>
/// A source is valid after two packets in sequence. It may change its address: packets from a new address are accepted if the old one has
/// been silent for 200 ms and three packets continue the stream, or for 1 s and three packets are in sequence. Until then they are counted
/// as foreign.
/// </remarks>
internal sealed class RtpStream : IPulledSource, IDisposable
{
    private const long QuietNanoseconds = 200_000_000;
    private const long OutageNanoseconds = 1_000_000_000;
    private const long SilentNanoseconds = 500_000_000;
    private const int MaxRetired = 16;
    private const int MoveProbation = 3;
    private const int MaxMoveDropout = 3000;

    private readonly ReceptionOptions _options;
    private readonly List<CodecPipeline> _lanes = [];
    private readonly SourceStatistics _source = new();
    private readonly List<CodecPipeline> _retired = [];
    private byte[] _kept = [];
    private CodecPipeline? _lane;
    private CodecPipeline? _refused;
    private CodecPipeline? _exactLane; // owned by the consumer
    private SequenceUnwrapper _sequences;
    private long _sequenceShift; // added to sequence numbers, so that they are continuous when the source restarts
    private long _lastAccepted;
    private long _lastDecodable;
    private int _keptBytes;
    private long _keptArrival;
    private PeerAddress _candidate;
    private ushort _candidateNext;
    private int _candidateCount;
    private long _lastArrival;

    internal RtpStream(uint ssrc, in PeerAddress peer, ReceptionOptions options, long now)
    {
        Ssrc = ssrc;
        Peer = peer;
        _options = options;
        (FirstArrival, _lastArrival, _lastAccepted, _lastDecodable) = (now, now, now, now);
        Counters = new StreamCounters();
    }

    /// <summary>SSRC of the source.</summary>
    public uint Ssrc { get; }

    /// <summary>Format of the audio: that of the session.</summary>
    public AudioFormat Format => _options.Payloads.Main.Format;

    /// <summary>Address of the sender.</summary>
    public PeerAddress Peer { get; private set; }

    /// <summary>Canonical name (CNAME) of the sender; empty until received.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Whether the source has been validated by packets in sequence.</summary>
    [RealTime]
    public bool IsValid => _source.IsValid;

    /// <summary>Whether the source has sent a goodbye or timed out.</summary>
    [RealTime]
    public bool HasLeft { get; internal set; }

    /// <summary>Arrival time of the last packet, in nanoseconds of the session's clock.</summary>
    [RealTime]
    public long LastArrival => Volatile.Read(ref _lastArrival);

    /// <summary>Arrival time of the first packet, in nanoseconds of the session's clock.</summary>
    public long FirstArrival { get; }

    /// <summary>
    /// Arrival time of the last decodable packet, in nanoseconds of the session's clock; <see cref="FirstArrival"/> if there was none.
    /// </summary>
    [RealTime]
    public long LastDecodable => Volatile.Read(ref _lastDecodable);

    /// <summary>Whether a decodable packet has arrived.</summary>
    [RealTime]
    public bool HasDecodable => Volatile.Read(ref _lane) is not null;

    /// <summary>
    /// Describes why received packets cannot be decoded; <see langword="null"/> if audio, or nothing, is being received. Thread-safe;
    /// allocates.
    /// </summary>
    public string? Problem =>
        HasDecodable && LastArrival - LastDecodable < SilentNanoseconds
            ? null
            : UndecodableReport.Of(Counters, _options.Payloads, Volatile.Read(ref _refused));

    /// <summary>Whether the last read contained audio from packets. On the reader's thread.</summary>
    [RealTime]
    public bool HeardPackets => Volatile.Read(ref _lane) is { HeardPackets: true };

    internal StreamCounters Counters { get; }

    internal SourceStatistics Source => _source;

    internal long LastReport { get; set; } = -1;

    internal uint LastReportTime { get; set; }

    /// <summary>
    /// Fills <paramref name="output"/> with the next audio: frames × channels of <see cref="Format"/>; silence if there is none. One thread
    /// at a time, at the pace of the session's clock. Real-time-safe.
    /// </summary>
    [RealTime]
    public void Read(Span<float> output)
    {
        if (Volatile.Read(ref _lane) is { } lane) lane.Read(output);
        else output.Clear();
    }

    /// <summary>
    /// Writes the sent audio bit for bit, as far as it has arrived: frames × channels of <see cref="Format"/>. Use it instead of
    /// <see cref="Read"/> if <see cref="JitterBufferOptions.IsExact"/> is set. One thread at a time. Real-time-safe.
    /// </summary>
    /// <returns>The number of frames written.</returns>
    [RealTime]
    public int ReadExact(Span<float> output)
    {
        // Audio left in one codec's buffer comes before that of the next codec.
        var frames = _exactLane?.ReadExact(output) ?? 0;
        if (frames > 0 || Volatile.Read(ref _lane) is not { } lane || lane == _exactLane) return frames;
        _exactLane = lane;
        return lane.ReadExact(output);
    }

    /// <summary>Takes a snapshot of the statistics. Thread-safe; allocates.</summary>
    public RtpStreamStatistics GetStatistics()
    {
        var lane = Volatile.Read(ref _lane);
        return new RtpStreamStatistics
        {
            Ssrc = Ssrc,
            Name = Name,
            Peer = Peer.ToString(),
            Codec = lane?.Codec,
            ReceivedPackets = _source.TotalReceived,
            ExpectedPackets = _source.TotalExpected,
            JitterMs = lane is null ? 0 : _source.Jitter * 1000 / lane.Codec.ClockRate,
            RejectedPackets = Counters.Rejected,
            ForeignPackets = Counters.Foreign,
            UnknownPayloads = Counters.UnknownPayloads,
            LastUnknownPayloadType = Counters.LastUnknown,
            UndecodablePackets = Counters.Undecodable,
            EmptyPackets = Counters.Empty,
            Problem = Problem,
            MalformedRedundancy = Counters.MalformedRedundancy,
            FormatChanges = Counters.FormatChanges,
            AddressChanges = Counters.AddressChanges,
            Outages = Counters.Outages,
            SenderReports = Counters.SenderReports,
            Buffer = lane?.Buffer.GetStatistics(),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in _lanes) lane.Dispose();
        foreach (var lane in _retired) lane.Dispose();
    }

    /// <summary>Processes a packet with this SSRC. Runs on the network's thread; allocates when a codec is seen first.</summary>
    internal void Take(in RtpPacket packet, ReadOnlySpan<byte> datagram, in PeerAddress from, long arrival)
    {
        if (from != Peer && !Move(packet.Header, from, arrival))
        {
            Counters.Foreign++;
            return;
        }

        Volatile.Write(ref _lastArrival, arrival);
        var wasValid = IsValid;
        var verdict = _source.Take(packet.Header.Sequence);
        if (verdict is SequenceVerdict.OnProbation or SequenceVerdict.Rejected)
        {
            if (verdict == SequenceVerdict.Rejected) Counters.Rejected++;
            Keep(datagram, arrival);
            return;
        }

        if (wasValid && arrival - _lastAccepted > OutageNanoseconds)
        {
            // What the sender sent meanwhile is lost; it is neither awaited nor concealed.
            Counters.Outages++;
            foreach (var lane in _lanes) lane.Buffer.Restart();
        }

        if (verdict == SequenceVerdict.Restarted)
        {
            Counters.Rejected--; // the packet before this one was part of the stream
            ContinueFrom((ushort)(packet.Header.Sequence - 1));
        }

        if (verdict == SequenceVerdict.Restarted || !wasValid) InsertKept(packet);
        _lastAccepted = arrival;
        Insert(packet, arrival);
    }

    private void Insert(in RtpPacket packet, long arrival)
    {
        var header = packet.Header;
        var sequence = _sequences.Unwrap(header.Sequence) + _sequenceShift;
        if (!_options.Payloads.IsRedundant(header.PayloadType))
        {
            InsertPayload(header.PayloadType, header.Timestamp, 0, sequence, packet.Payload, arrival);
            return;
        }

        if (!RedReader.TryParse(packet.Payload, out var blocks))
        {
            Counters.MalformedRedundancy++;
            return;
        }

        while (blocks.TryRead(out var block))
        {
            InsertPayload(block.PayloadType, header.Timestamp, block.TimestampOffset, sequence - block.Age, block.Payload, arrival);
        }
    }

    private void InsertPayload(byte payloadType, uint timestamp, int offset, long sequence, ReadOnlySpan<byte> payload, long arrival)
    {
        if (payload.IsEmpty)
        {
            Counters.Empty++;
            return;
        }

        if (Lane(payloadType, payload) is not { } lane)
        {
            Counters.UnknownPayloads++;
            Counters.LastUnknown = payloadType;
            return;
        }

        if (offset == 0) lane.Gate.Take(sequence, timestamp, lane.TicksOf(payload), payload.Length);
        if (!lane.Gate.IsOpen)
        {
            Counters.Undecodable++;
            Counters.LastUndecodable = payloadType;
            Volatile.Write(ref _refused, lane);
            return;
        }

        if (lane != _lane)
        {
            // A copy of an earlier packet does not change the format; the packet itself does.
            if (offset > 0) return;
            if (_lane is not null && _lane.Codec != lane.Codec)
            {
                Counters.FormatChanges++;
                lane.Buffer.Restart();
            }

            Volatile.Write(ref _lane, lane);
        }

        if (offset == 0)
        {
            _source.TakeTransit(timestamp, (uint)(arrival / 1_000 * lane.Codec.ClockRate / 1_000_000));
            Volatile.Write(ref _lastDecodable, arrival);
        }

        lane.Buffer.Insert(new IncomingPacket(sequence, lane.MediaTimeOf(timestamp, offset), payload, offset > 0), arrival);
    }

    // The lane of the codec; null if none was agreed for the payload type, or if its rate is not the session's.
    private CodecPipeline? Lane(byte payloadType, ReadOnlySpan<byte> payload)
    {
        if (_options.Payloads.Codec(payloadType) is not { } codec || codec.Format.SampleRate != Format.SampleRate) return null;
        var index = IndexOf(codec);
        if (index >= 0 && (_lanes[index].Fits(payload) || _retired.Count == MaxRetired)) return _lanes[index];
        var created = new CodecPipeline(codec, Format, _options, payload);
        _source.SetRate(created.PacketsPerSecond);
        if (index < 0)
        {
            _lanes.Add(created);
            return created;
        }

        // Packets have become longer, or so short that too few fit. A consumer may be reading the lane, so it is disposed with the stream.
        _retired.Add(_lanes[index]);
        created.Gate = _lanes[index].Gate;
        return _lanes[index] = created;
    }

    private int IndexOf(PacketCodec codec)
    {
        for (var i = 0; i < _lanes.Count; i++)
        {
            if (_lanes[i].Codec == codec) return i;
        }

        return -1;
    }

    private void Keep(ReadOnlySpan<byte> datagram, long arrival)
    {
        if (datagram.Length > _kept.Length) _kept = new byte[(int)BitOperations.RoundUpToPowerOf2((uint)datagram.Length)];
        datagram.CopyTo(_kept);
        (_keptBytes, _keptArrival) = (datagram.Length, arrival);
    }

    // The first of the two packets that validated the source is part of it.
    private void InsertKept(in RtpPacket next)
    {
        if (_keptBytes > 0 && RtpPacket.TryParse(_kept.AsSpan(0, _keptBytes), out var packet))
        {
            // Both are checked before either is played: two are enough to detect most other codecs.
            Judge(packet);
            Judge(next);
            Insert(packet, _keptArrival);
        }

        _keptBytes = 0;
    }

    private void Judge(in RtpPacket packet)
    {
        var header = packet.Header;
        if (packet.Payload.IsEmpty || _options.Payloads.IsRedundant(header.PayloadType)
            || Lane(header.PayloadType, packet.Payload) is not { } lane)
        {
            return;
        }

        lane.Gate.Take(_sequences.Unwrap(header.Sequence) + _sequenceShift, header.Timestamp, lane.TicksOf(packet.Payload),
            packet.Payload.Length);
    }

    // The source has restarted: its audio follows the earlier audio directly. The jitter buffer handles the timestamps.
    private void ContinueFrom(ushort sequence)
    {
        var next = _sequences.Highest + _sequenceShift + 1;
        _sequenceShift = next - _sequences.Restart(sequence);
    }

    // Whether a packet from another address is accepted, which then becomes the source's address.
    private bool Move(in RtpHeader header, in PeerAddress from, long arrival)
    {
        var continues = from == _candidate && header.Sequence == _candidateNext;
        _candidateCount = continues ? _candidateCount + 1 : 1;
        _candidate = from;
        _candidateNext = (ushort)(header.Sequence + 1);
        if (!IsValid)
        {
            // No source has been validated yet, so any sender is accepted.
            Peer = from;
            return true;
        }

        var step = Math.Abs((short)(header.Sequence - (ushort)_sequences.Highest));
        var quiet = arrival - _lastArrival;
        if (quiet < QuietNanoseconds || _candidateCount < MoveProbation || (step > MaxMoveDropout && quiet < OutageNanoseconds))
        {
            return false;
        }

        Peer = from;
        Counters.AddressChanges++;
        return true;
    }
}
