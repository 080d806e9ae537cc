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
    /// <summary>A source that has sent nothing for this long had an outage.</summary>
    internal const long OutageNanoseconds = 1_000_000_000;

    private const long SilentNanoseconds = 500_000_000;

    private readonly ReceptionOptions _options;
    private readonly CodecPipelines _pipelines;
    private readonly SourceStatistics _source = new();
    private byte[] _kept = [];
    private CodecPipeline? _pipeline;
    private CodecPipeline? _refused;
    private CodecPipeline? _exactPipeline; // owned by the consumer
    private SequenceUnwrapper _sequences;
    private long _sequenceShift; // added to sequence numbers, so that they are continuous when the source restarts
    private long _lastAccepted;
    private long _lastDecodable;
    private int _keptBytes;
    private long _keptArrival;
    private AddressCandidate _candidate;
    private long _lastArrival;
    private PacketWatchers? _watchers;

    internal RtpStream(uint ssrc, in PeerAddress peer, ReceptionOptions options, long now)
    {
        Ssrc = ssrc;
        Peer = peer;
        _options = options;
        _pipelines = new CodecPipelines(options, Format);
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

    /// <summary>Who sees the packets as they arrive; <see langword="null"/> for no one.</summary>
    public PacketWatchers? Watchers
    {
        get => Volatile.Read(ref _watchers);
        set => Volatile.Write(ref _watchers, value);
    }

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
    public bool HasDecodable => Volatile.Read(ref _pipeline) is not null;

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
    public bool HeardPackets => Volatile.Read(ref _pipeline) is { HeardPackets: true };

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
        if (Volatile.Read(ref _pipeline) is { } pipeline) pipeline.Read(output);
        else output.Clear();
    }

    /// <summary>Codec of what is read; <see langword="null"/> before the first decodable packet. Thread-safe; real-time-safe.</summary>
    [RealTime]
    internal PacketCodec? Codec => Volatile.Read(ref _pipeline)?.Codec;

    /// <summary>
    /// The packet that stands for the last read (<see cref="JitterBuffer.TryGetPacket"/>). Until the next one; real-time-safe.
    /// </summary>
    [RealTime]
    internal bool TryGetPacket(out ReadOnlySpan<byte> payload)
    {
        payload = default;
        return Volatile.Read(ref _pipeline) is { } pipeline && pipeline.TryGetPacket(out payload);
    }

    /// <summary>Delay of the last read beyond the shortest transit, in ms. On the reading thread; real-time-safe.</summary>
    [RealTime]
    internal double DelayMs => Volatile.Read(ref _pipeline)?.Buffer.DelayMs ?? 0;

    /// <summary>The next read skips audio that waits longer than necessary. On the reading thread; real-time-safe.</summary>
    [RealTime]
    internal void CatchUp() => Volatile.Read(ref _pipeline)?.Buffer.CatchUp();

    /// <summary>
    /// Writes the sent audio bit for bit, as far as it has arrived: frames × channels of <see cref="Format"/>. Use it instead of
    /// <see cref="Read"/> if <see cref="JitterBufferOptions.IsExact"/> is set. One thread at a time. Real-time-safe.
    /// </summary>
    /// <returns>The number of frames written.</returns>
    [RealTime]
    public int ReadExact(Span<float> output)
    {
        // Audio left in one codec's buffer comes before that of the next codec.
        var frames = _exactPipeline?.ReadExact(output) ?? 0;
        if (frames > 0 || Volatile.Read(ref _pipeline) is not { } pipeline || pipeline == _exactPipeline) return frames;
        _exactPipeline = pipeline;
        return pipeline.ReadExact(output);
    }

    /// <summary>Takes a snapshot of the statistics. Thread-safe; allocates.</summary>
    public RtpStreamStatistics GetStatistics()
    {
        var pipeline = Volatile.Read(ref _pipeline);
        return new RtpStreamStatistics
        {
            Ssrc = Ssrc,
            Name = Name,
            Peer = Peer.ToString(),
            Codec = pipeline?.Codec,
            ReceivedPackets = _source.TotalReceived,
            ExpectedPackets = _source.TotalExpected,
            JitterMs = pipeline is null ? 0 : _source.Jitter * 1000 / pipeline.Codec.ClockRate,
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
            Buffer = pipeline?.Buffer.GetStatistics(),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _pipelines.Dispose();

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
            Counters.Outages++;
            _pipelines.Restart();
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

        if (Find(payloadType, payload) is not { } pipeline)
        {
            Counters.UnknownPayloads++;
            Counters.LastUnknown = payloadType;
            return;
        }

        if (offset == 0) pipeline.Gate.Take(sequence, timestamp, pipeline.TicksOf(payload), payload.Length);
        if (!pipeline.Gate.IsOpen)
        {
            Counters.Undecodable++;
            Counters.LastUndecodable = payloadType;
            Volatile.Write(ref _refused, pipeline);
            return;
        }

        if (pipeline != _pipeline)
        {
            // A copy of an earlier packet does not change the format; the packet itself does.
            if (offset > 0) return;
            if (_pipeline is not null && _pipeline.Codec != pipeline.Codec)
            {
                Counters.FormatChanges++;
                pipeline.Buffer.Restart();
            }

            Volatile.Write(ref _pipeline, pipeline);
        }

        if (offset == 0)
        {
            _source.TakeTransit(timestamp, (uint)(arrival / 1_000 * pipeline.Codec.ClockRate / 1_000_000));
            Volatile.Write(ref _lastDecodable, arrival);
        }

        var packet = new IncomingPacket(sequence, pipeline.MediaTimeOf(timestamp, offset), payload, offset > 0);
        pipeline.Buffer.Insert(packet, arrival);
        Volatile.Read(ref _watchers)?.Watch(packet, pipeline.Codec, arrival);
    }

    private CodecPipeline? Find(byte payloadType, ReadOnlySpan<byte> payload)
    {
        var pipeline = _pipelines.Find(payloadType, payload, out var isNew);
        if (isNew) _source.SetRate(pipeline!.PacketsPerSecond);
        return pipeline;
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
            || Find(header.PayloadType, packet.Payload) is not { } pipeline)
        {
            return;
        }

        pipeline.Gate.Take(_sequences.Unwrap(header.Sequence) + _sequenceShift, header.Timestamp, pipeline.TicksOf(packet.Payload),
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
        _candidate.Note(from, header.Sequence);
        if (!IsValid)
        {
            // No source has been validated yet, so any sender is accepted.
            Peer = from;
            return true;
        }

        if (!_candidate.Continues((ushort)_sequences.Highest, arrival - _lastArrival)) return false;
        Peer = from;
        Counters.AddressChanges++;
        return true;
    }
}
