using Continuo.Diagnostics;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;

namespace Continuo.Rooms.Outputs;

/// <summary>
/// A listener that is an RTP peer: one packet per tick (RFC 3550), with the audible speakers as contributing sources (CSRC). Silence that
/// needs no packet keeps its place on the timeline.
/// </summary>
/// <remarks>The transport must allow several threads to send: the listeners of a room are served on several cores.</remarks>
public sealed class RtpListenerOutput : IListenerOutput
{
    private const int MaxDatagramBytes = 1500;

    private readonly IPacketTransport _transport;
    private readonly PeerAddress _peer;
    private readonly int _clockStep;
    private readonly byte _payloadType;
    private readonly byte[] _datagram = new byte[MaxDatagramBytes];
    private ushort _sequence;
    private bool _isFirst = true;
    private long _packets, _refused, _oversized;

    /// <summary>Creates an output.</summary>
    /// <param name="transport">Sends the packets; the caller keeps ownership.</param>
    /// <param name="peer">Destination.</param>
    /// <param name="codec">Codec of the packets.</param>
    /// <param name="payloadType">Payload type.</param>
    /// <param name="ssrc">SSRC of the packets.</param>
    public RtpListenerOutput(IPacketTransport transport, in PeerAddress peer, PacketCodec codec, byte payloadType, uint ssrc)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(codec);
        (_transport, _peer, _clockStep, _payloadType, Ssrc) = (transport, peer, codec.ClockStep, payloadType, ssrc);
    }

    /// <summary>SSRC of the packets.</summary>
    public uint Ssrc { get; }

    /// <summary>Number of packets sent.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Number of packets that the transport did not take.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Number of payloads that do not fit into a datagram, and were not sent.</summary>
    public long Oversized => Volatile.Read(ref _oversized);

    /// <inheritdoc/>
    [RealTime]
    public void Deliver(in RoomBlock block)
    {
        if (block.Payload.IsEmpty)
        {
            _isFirst = true;
            return;
        }

        Span<uint> sources = stackalloc uint[block.Contributions.Length];
        for (var i = 0; i < sources.Length; i++) sources[i] = block.Contributions[i].Source;
        var header = new RtpHeader(_payloadType, _sequence, (uint)(block.Tick * _clockStep), Ssrc, _isFirst);
        var at = header.WriteTo(_datagram, sources);
        if (at + block.Payload.Length > _datagram.Length)
        {
            Volatile.Write(ref _oversized, _oversized + 1);
            return;
        }

        block.Payload.CopyTo(_datagram.AsSpan(at));
        _sequence++;
        _isFirst = false;
        if (_transport.Send(_datagram.AsSpan(0, at + block.Payload.Length), _peer)) Volatile.Write(ref _packets, _packets + 1);
        else Volatile.Write(ref _refused, _refused + 1);
    }
}
