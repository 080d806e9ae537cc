using System.Security.Cryptography;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Sending;

/// <summary>
/// Gives packets their RTP header (RFC 3550), wraps them with copies of earlier ones if that is wanted (RFC 2198), and sends them. Sequence and
/// timestamp begin at random; both advance by exactly what was packetized. One thread at a time; allocates nothing per packet. Counts may be read from any thread.
/// </summary>
internal sealed class RtpStreamWriter : IPacketWire
{
    private readonly PacketCodec _codec;
    private readonly IPacketTransport _transport;
    private readonly PeerAddress _peer;
    private readonly RedWriter? _red;
    private readonly byte _payloadType;
    private readonly byte[] _datagram = new byte[RtpSenderOptions.MaxDatagramBytes];
    private readonly ushort _firstSequence = (ushort)RandomNumberGenerator.GetInt32(1 << 15); // room before the first turn
    private readonly uint _firstTimestamp = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private uint _ssrc = NewSsrc();
    private long _packets;
    private long _bytes;
    private long _payloadBytes;

    /// <summary>Prepares to send.</summary>
    /// <param name="codec">What the packets hold.</param>
    /// <param name="options">Payload type and redundancy.</param>
    /// <param name="transport">Sends; stays the caller's.</param>
    /// <param name="peer">Where to.</param>
    public RtpStreamWriter(PacketCodec codec, RtpSenderOptions options, IPacketTransport transport, in PeerAddress peer)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(transport);
        (_codec, _transport, _peer) = (codec, transport, peer);
        _red = options.Redundancy > 0 ? new RedWriter((byte)options.PayloadType, options.Redundancy) : null;
        _payloadType = (byte)(_red is null ? options.PayloadType : options.RedundantPayloadType);
    }

    /// <summary>Who the packets say they come from.</summary>
    public uint Ssrc => Volatile.Read(ref _ssrc);

    /// <summary>Packets handed to the system.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Bytes of the datagrams, without the headers of UDP and IP.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Bytes of payload, as sender reports count them.</summary>
    public long PayloadBytes => Volatile.Read(ref _payloadBytes);

    /// <summary>The position on the timeline of the last packet's first frame, and when that was captured (−1 if unknown).</summary>
    public (long MediaTime, long CaptureTime) Last { get; private set; }

    /// <summary>The timestamp of a position on the timeline.</summary>
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

    /// <summary>Takes another SSRC, because somebody else has this one.</summary>
    public void ChangeSsrc()
    {
        var old = _ssrc;
        while (_ssrc == old) Volatile.Write(ref _ssrc, NewSsrc());
    }

    private static uint NewSsrc() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
