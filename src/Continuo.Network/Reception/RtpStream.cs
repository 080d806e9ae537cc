using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Network.Packets;
using Continuo.Network.Rtp;
using Continuo.Network.Sockets;
using Continuo.Pulling;

namespace Continuo.Network.Reception;

/// <summary>
/// One source, known by its SSRC: what arrives of it, and what is heard of it. The network's thread hands packets over; one consumer
/// reads. Neither waits for the other.
/// </summary>
/// <remarks>
/// A source is believed after two packets in a row. It may change its address: packets from another one are let in if the old one
/// has been quiet for 200 ms and three in a row continue the stream; until then they are counted as foreign.
/// </remarks>
public sealed class RtpStream : IPulledSource, IDisposable
{
    private const long QuietNanoseconds = 200_000_000;
    private const long OutageNanoseconds = 1_000_000_000;
    private const int MoveProbation = 3;
    private const int MaxMoveDropout = 3000;

    private readonly ReceptionOptions _options;
    private readonly StreamLane?[] _lanes = new StreamLane?[128];
    private readonly SourceStatistics _source = new();
    private readonly byte[] _kept = new byte[2048];
    private StreamLane? _lane;
    private SequenceUnwrapper _sequences;
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
        _lastArrival = now;
        Counters = new StreamCounters();
    }

    /// <summary>Who sends it.</summary>
    public uint Ssrc { get; }

    /// <summary>The format of what is read: the session's.</summary>
    public AudioFormat Format => _options.Payloads.Main.Format;

    /// <summary>Where it comes from.</summary>
    public PeerAddress Peer { get; private set; }

    /// <summary>The name that its sender gives it; empty until it does.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Whether enough packets came in a row to believe in it.</summary>
    [RealTime]
    public bool IsValid => _source.IsValid;

    /// <summary>Whether it has said goodbye, or was forgotten because it was silent for too long.</summary>
    [RealTime]
    public bool HasLeft { get; internal set; }

    /// <summary>When a packet came last, in nanoseconds of the session's clock.</summary>
    [RealTime]
    public long LastArrival => Volatile.Read(ref _lastArrival);

    /// <summary>Whether what was read last came, at least in part, from packets, rather than being made up. On the consumer's thread.</summary>
    [RealTime]
    public bool HeardPackets => Volatile.Read(ref _lane) is { HeardPackets: true };

    internal StreamCounters Counters { get; }

    internal SourceStatistics Source => _source;

    internal long LastReport { get; set; } = -1;

    internal uint LastReportTime { get; set; }

    /// <summary>
    /// Fills <paramref name="output"/> with what is due next: frames × channels of <see cref="Format"/>, silence if there is nothing. One thread at a
    /// time, at the pace of the session's clock. Real-time-safe.
    /// </summary>
    [RealTime]
    public void Read(Span<float> output)
    {
        if (Volatile.Read(ref _lane) is { } lane) lane.Read(output);
        else output.Clear();
    }

    /// <summary>What is known of it. Thread-safe; allocates.</summary>
    public RtpStreamStatistics GetStatistics()
    {
        var lane = Volatile.Read(ref _lane);
        return new RtpStreamStatistics
        {
            Ssrc = Ssrc,
            Name = Name,
            Peer = Peer.ToString(),
            Codec = lane?.Codec,
            ReceivedPackets = _source.Received,
            ExpectedPackets = _source.Expected,
            JitterMs = lane is null ? 0 : _source.Jitter * 1000 / lane.Codec.ClockRate,
            RejectedPackets = Counters.Rejected,
            ForeignPackets = Counters.Foreign,
            UnknownPayloads = Counters.UnknownPayloads,
            LastUnknownPayloadType = Counters.LastUnknown,
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
        foreach (var lane in _lanes) lane?.Dispose();
    }

    /// <summary>Takes a packet with this SSRC. On the network's thread; allocates when a codec is met first.</summary>
    internal void Take(in RtpPacket packet, ReadOnlySpan<byte> datagram, in PeerAddress from, long arrival)
    {
        if (from != Peer && !Move(packet.Header, from, arrival))
        {
            Counters.Foreign++;
            return;
        }

        var outage = arrival - _lastArrival > OutageNanoseconds && IsValid;
        Volatile.Write(ref _lastArrival, arrival);
        var wasValid = IsValid;
        switch (_source.Take(packet.Header.Sequence))
        {
            case SequenceVerdict.OnProbation:
                Keep(datagram, arrival);
                return;
            case SequenceVerdict.Rejected:
                Counters.Rejected++;
                Keep(datagram, arrival);
                return;
            case SequenceVerdict.Restarted:
                BeginAnew(packet.Header.Sequence);
                InsertKept();
                break;
            case SequenceVerdict.Accepted when !wasValid:
                InsertKept();
                break;
            case SequenceVerdict.Accepted when outage:
                // What the sender made meanwhile is gone: it is not to be waited for or made up.
                Counters.Outages++;
                foreach (var lane in _lanes) lane?.Buffer.Restart();
                break;
        }

        Insert(packet, arrival);
    }

    private void Insert(in RtpPacket packet, long arrival)
    {
        var header = packet.Header;
        var sequence = _sequences.Unwrap(header.Sequence);
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

        while (blocks.TryRead(out var block)) InsertPayload(block.PayloadType, header.Timestamp, block.TimestampOffset, sequence - block.Age, block.Payload, arrival);
    }

    private void InsertPayload(byte payloadType, uint timestamp, int offset, long sequence, ReadOnlySpan<byte> payload, long arrival)
    {
        if (payload.IsEmpty) return;
        if (Lane(payloadType) is not { } lane)
        {
            Counters.UnknownPayloads++;
            Counters.LastUnknown = payloadType;
            return;
        }

        if (lane != _lane)
        {
            // A copy of an earlier packet does not change the format; the packet itself does.
            if (offset > 0) return;
            if (_lane is not null)
            {
                Counters.FormatChanges++;
                lane.Buffer.Restart();
            }

            Volatile.Write(ref _lane, lane);
        }

        if (offset == 0) _source.TakeTransit(timestamp, (uint)lane.Buffer.Format.ToFrames(arrival));
        var mediaTime = lane.Timestamps.Unwrap(timestamp) - offset;
        lane.Buffer.Insert(new IncomingPacket(sequence, mediaTime, payload, offset > 0), arrival);
    }

    // The codec's own lane; null if nothing was agreed for the payload type, or if its rate is not the session's.
    private StreamLane? Lane(byte payloadType)
    {
        if (_options.Payloads.Codec(payloadType) is not { } codec || codec.Format.SampleRate != Format.SampleRate) return null;
        if (_lane is { } present && present.Codec == codec) return present;
        return _lanes[payloadType] ??= new StreamLane(codec, Format, _options);
    }

    private void Keep(ReadOnlySpan<byte> datagram, long arrival)
    {
        _keptBytes = Math.Min(datagram.Length, _kept.Length);
        datagram[.._keptBytes].CopyTo(_kept);
        _keptArrival = arrival;
    }

    // The first packet of two that were needed to believe in the source is part of it.
    private void InsertKept()
    {
        if (_keptBytes > 0 && RtpPacket.TryParse(_kept.AsSpan(0, _keptBytes), out var packet)) Insert(packet, _keptArrival);
        _keptBytes = 0;
    }

    private void BeginAnew(ushort sequence)
    {
        _sequences.Restart((ushort)(sequence - 1));
        foreach (var lane in _lanes)
        {
            if (lane is null) continue;
            lane.Buffer.Restart();
            lane.Timestamps = default;
        }
    }

    // Whether a packet from another address may be let in: then that is the address from now on.
    private bool Move(in RtpHeader header, in PeerAddress from, long arrival)
    {
        var continues = from == _candidate && header.Sequence == _candidateNext;
        _candidateCount = continues ? _candidateCount + 1 : 1;
        _candidate = from;
        _candidateNext = (ushort)(header.Sequence + 1);
        if (!IsValid)
        {
            // Nobody has been believed yet: whoever sends now is as good as the one before.
            Peer = from;
            return true;
        }

        var step = Math.Abs((short)(header.Sequence - (ushort)_sequences.Highest));
        if (arrival - _lastArrival < QuietNanoseconds || _candidateCount < MoveProbation || step > MaxMoveDropout) return false;
        Peer = from;
        Counters.AddressChanges++;
        return true;
    }
}
