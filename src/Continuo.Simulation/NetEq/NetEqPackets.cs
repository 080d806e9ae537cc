using Continuo.Simulation.Playout;

namespace Continuo.Simulation.NetEq;

/// <summary>NetEq's packet buffer: ordered by media time, without duplicates; an overflow empties it.</summary>
internal sealed class NetEqPackets
{
    private const int Most = 200;

    private readonly SortedList<long, (PlayoutPacket Packet, double ArrivalMs)> _packets = [];

    public bool IsEmpty => _packets.Count == 0;

    public PlayoutPacket First => _packets.Values[0].Packet;

    public void Insert(in PlayoutPacket packet, double nowMs)
    {
        if (_packets.Count >= Most) _packets.Clear();
        _packets.TryAdd(packet.MediaTime, (packet, nowMs));
    }

    public void DropBefore(long mediaTime)
    {
        while (_packets.Count > 0 && _packets.Keys[0] < mediaTime) _packets.RemoveAt(0);
    }

    public PlayoutPacket TakeFirst()
    {
        var packet = First;
        _packets.RemoveAt(0);
        return packet;
    }

    /// <summary>From the first packet's start to the last one's, plus the time for which the last has waited; in frames.</summary>
    public double SpanWithWaiting(double nowMs, int sampleRate)
    {
        if (IsEmpty) return 0;
        var (last, arrivalMs) = _packets.Values[^1];
        return last.MediaTime - First.MediaTime + (nowMs - arrivalMs) * sampleRate / 1000;
    }

    /// <summary>Whether a stored packet is followed by a pause of the sender.</summary>
    public bool HasPause()
    {
        foreach (var (packet, _) in _packets.Values)
        {
            if (packet.IsPause) return true;
        }

        return false;
    }
}
