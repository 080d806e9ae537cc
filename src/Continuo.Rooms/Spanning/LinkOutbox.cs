using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Rooms.Spanning;

/// <summary>
/// Bounded queue of blocks between the tick, which adds, and the sending thread, which takes. Neither waits: when the sending thread is
/// behind, the tick's block is dropped and counted. Real-time-safe; allocates in the constructor.
/// </summary>
internal sealed class LinkOutbox
{
    private const int Capacity = 8;

    private readonly LinkBlock[] _blocks;
    private long _added, _taken, _dropped;

    public LinkOutbox(int blockSamples)
    {
        _blocks = new LinkBlock[Capacity];
        for (var i = 0; i < Capacity; i++) _blocks[i] = new LinkBlock(blockSamples);
        BlockSamples = blockSamples;
    }

    /// <summary>Samples of a block.</summary>
    public int BlockSamples { get; }

    /// <summary>Wakes the sending thread; <see langword="null"/> while there is none.</summary>
    public WakeSignal? Signal { get; set; }

    /// <summary>Number of blocks dropped.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>
    /// The block to fill next; <see langword="null"/> if none is free, which counts as dropped. On the thread of the tick.
    /// </summary>
    [RealTime]
    public LinkBlock? Next()
    {
        if (_added - Volatile.Read(ref _taken) < Capacity) return _blocks[_added % Capacity];
        Volatile.Write(ref _dropped, _dropped + 1);
        return null;
    }

    /// <summary>Adds the block that was filled.</summary>
    [RealTime]
    public void Add()
    {
        Volatile.Write(ref _added, _added + 1);
        Signal?.Set();
    }

    /// <summary>The oldest block; <see langword="null"/> if there is none. On the sending thread.</summary>
    [RealTime]
    public LinkBlock? Peek() => Volatile.Read(ref _added) > _taken ? _blocks[_taken % Capacity] : null;

    /// <summary>Frees the oldest block.</summary>
    [RealTime]
    public void Take() => Volatile.Write(ref _taken, _taken + 1);
}
