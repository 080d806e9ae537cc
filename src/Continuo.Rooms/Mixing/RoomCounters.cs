namespace Continuo.Rooms.Mixing;

/// <summary>Counters of a room that its tick writes; read by any thread.</summary>
internal sealed class RoomCounters
{
    private long _ticks, _encodes, _forwards;

    public long Ticks
    {
        get => Volatile.Read(ref _ticks);
        set => Volatile.Write(ref _ticks, value);
    }

    public long Encodes
    {
        get => Volatile.Read(ref _encodes);
        set => Volatile.Write(ref _encodes, value);
    }

    public long Forwards
    {
        get => Volatile.Read(ref _forwards);
        set => Volatile.Write(ref _forwards, value);
    }
}
