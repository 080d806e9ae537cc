using System.Security.Cryptography;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Sending;

/// <summary>
/// Sends packets with an RTP header (RFC 3550) and, if enabled, redundant copies of earlier packets (RFC 2198). Sequence number and
/// timestamp start at random values. One thread at a time; does not allocate per packet. The counters may be read from any thread.
/// </summary>
internal sealed class RtpStreamWriter : IPacketWire
{
    private readonly PacketCodec _codec;
    private readonly IPacketTransport _transport;
    private readonly PeerAddress _peer;
    private readonly RedWriter? _red;
    private readonly byte _payloadType;
    private readonly byte[] _datagram = new byte[RtpSenderOptions.MaxDatagramBytes];
    // in the lower half, so that the first wrap comes late
    private readonly ushort _firstSequence = (ushort)RandomNumberGenerator.GetInt32(1 << 15);
    private readonly uint _firstTimestamp = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private uint _ssrc;
    private long _packets;
    private long _bytes;
    private long _payloadBytes;

    /// <summary>Creates a writer.</summary>
    /// <param name="codec">Codec of the packets.</param>
    /// <param name="options">Payload type and redundancy.</param>
    /// <param name="transport">Transport to send with. The caller keeps ownership.</param>
    /// <param name="peer">Destination.</param>
    public RtpStreamWriter(PacketCodec codec, RtpSenderOptions options, IPacketTransport transport, in PeerAddress peer)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(transport);
        (_codec, _transport, _peer) = (codec, transport, peer);
        _red = options.Redundancy > 0 ? new RedWriter((byte)options.PayloadType, options.Redundancy) : null;
        _ssrc = options.AgreedSsrc ?? NewSsrc();
        _payloadType = (byte)(_red is null ? options.PayloadType : options.RedundantPayloadType);
    }

    /// <summary>SSRC of the sent packets.</summary>
    public uint Ssrc => Volatile.Read(ref _ssrc);

    /// <summary>Number of packets sent.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Number of bytes sent, without UDP and IP headers.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Number of payload bytes sent, as counted in sender reports.</summary>
    public long PayloadBytes => Volatile.Read(ref _payloadBytes);

    /// <summary>Media time and capture time (−1 if unknown) of the first frame of the last packet.</summary>
    public (long MediaTime, long CaptureTime) Last { get; private set; }

    /// <summary>Converts a media time to an RTP timestamp.</summary>
    public uint TimestampOf(long mediaTime) => _firstTimestamp + (uint)_codec.ToClock(mediaTime);

    /// <inheritdoc/>
    public void Send(in OutgoingPacket packet)
    {
        var timestamp = TimestampOf(packet.MediaTime);
        var header = new RtpHeader(_payloadType, (ushort)(_firstSequence + packet.Sequence), timestamp, _ssrc, packet.IsFirst);
        var at = header.WriteTo(_datagram);
        var bytes = packet.Payload.Length;
        if (_red is null) packet.Payload.CopyTo(_datagram.AsSpan(at));
        else bytes = _red.Write(timestamp, packet.Payload, _datagram.AsSpan(at));
        Last = (packet.MediaTime, packet.CaptureTime);
        _transport.Send(_datagram.AsSpan(0, at + bytes), _peer);
        Volatile.Write(ref _packets, _packets + 1);
        Volatile.Write(ref _bytes, _bytes + at + bytes);
        Volatile.Write(ref _payloadBytes, _payloadBytes + bytes);
    }

    /// <summary>Chooses a new SSRC after a collision.</summary>
    public void ChangeSsrc()
    {
        var old = _ssrc;
        while (_ssrc == old) Volatile.Write(ref _ssrc, NewSsrc());
    }

    private static uint NewSsrc() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
