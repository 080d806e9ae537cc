using Continuo.Codecs.Opus;
using Continuo.Diagnostics;
using Continuo.Mumble.Client;
using Continuo.Mumble.Speakers;
using Continuo.Rooms;

namespace Continuo.Mumble.Gateway;

/// <summary>
/// A listener of a room that talks on Mumble: packets while someone is audible, and for 200 ms after that; then the last packet.
/// </summary>
/// <param name="client">Who talks.</param>
/// <param name="tickUnits">Length of a tick in units of 10 ms.</param>
internal sealed class TalkOutput(MumbleClient client, int tickUnits) : IListenerOutput
{
    private const int HangUnits = 20;

    private static readonly byte[] Silence = OpusSilence.Packet(20, 1);

    private readonly PacketSizeAverage _size = new();
    private int _silentUnits;
    private bool _isTalking;
    private long _packets, _forwarded, _large;

    /// <summary>Number of packets.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Number of packets that are a speaker's own.</summary>
    public long Forwarded => Volatile.Read(ref _forwarded);

    /// <summary>Number of forwarded packets at which the average exceeded the bit rate that the server forwards.</summary>
    public long Large => Volatile.Read(ref _large);

    /// <inheritdoc/>
    [RealTime]
    public void Deliver(in RoomBlock block)
    {
        var unit = block.Tick * tickUnits;
        if (!block.Contributions.IsEmpty) (_isTalking, _silentUnits) = (true, 0);
        else if (!_isTalking) return;
        else _silentUnits += tickUnits;
        if (_silentUnits > HangUnits)
        {
            client.Talk(unit, Silence, isLast: true);
            _isTalking = false;
            return;
        }

        if (block.Payload.IsEmpty) return;
        client.Talk(unit, block.Payload, isLast: false);
        Volatile.Write(ref _packets, _packets + 1);
        if (!block.IsForwarded) return;
        Volatile.Write(ref _forwarded, _forwarded + 1);
        if (_size.Exceeds(block.Payload.Length, TalkEncoder.BytesWithin(client.MaxBandwidth, tickUnits)))
        {
            Volatile.Write(ref _large, _large + 1);
        }
    }
}
