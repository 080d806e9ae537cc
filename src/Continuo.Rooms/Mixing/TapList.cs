using Continuo.Diagnostics;

namespace Continuo.Rooms.Mixing;

/// <summary>The taps of one speaker or listener. Controlling threads change them; the tick writes.</summary>
internal sealed class TapList
{
    private readonly Lock _lock = new();
    private BlockTap[] _taps = [];

    public void Add(BlockTap tap)
    {
        lock (_lock) Volatile.Write(ref _taps, [.. _taps, tap]);
    }

    /// <summary>Removes a tap; the tick in progress may still write to it.</summary>
    public void Remove(BlockTap tap)
    {
        lock (_lock) Volatile.Write(ref _taps, Array.FindAll(_taps, t => t != tap));
    }

    /// <summary>Writes a block to every tap. Real-time-safe.</summary>
    [RealTime]
    public void Write(ReadOnlySpan<float> samples, long position)
    {
        foreach (var tap in Volatile.Read(ref _taps)) tap.Write(samples, position);
    }
}
