using System.Runtime.InteropServices;
using Continuo.Diagnostics;

namespace Continuo.Rooms.Spanning;

/// <summary>
/// The last blocks of one stream from another node, put together from pieces. One thread writes, one reads; neither waits. Real-time-safe;
/// allocates in the constructor.
/// </summary>
/// <param name="blockSamples">Samples of a block, frames × channels.</param>
/// <remarks>
/// The writer marks a slot as empty before it reuses it. The reader looks at the slot's tick before and after it copies, so that a block
/// that is replaced meanwhile counts as lost and is never heard in parts.
/// </remarks>
internal sealed class LinkRing(int blockSamples)
{
    /// <summary>Number of blocks; a power of two.</summary>
    public const int Slots = 8;

    private const long Empty = -1;

    private readonly float[] _samples = new float[Slots * blockSamples];
    private readonly int[] _received = new int[Slots];
    private readonly long[] _ticks = [.. Enumerable.Repeat(Empty, Slots)];

    /// <summary>Writes a piece of a block.</summary>
    /// <param name="tick">The sender's tick.</param>
    /// <param name="offset">First sample in the block.</param>
    /// <param name="piece">32-bit floats, little-endian.</param>
    /// <returns>Whether the piece lies in the block.</returns>
    [RealTime]
    public bool Write(long tick, int offset, ReadOnlySpan<byte> piece)
    {
        var count = piece.Length / sizeof(float);
        if (offset < 0 || count > blockSamples - offset) return false;
        var slot = (int)(tick & (Slots - 1));
        var block = _samples.AsSpan(slot * blockSamples, blockSamples);
        if (_ticks[slot] != tick)
        {
            Volatile.Write(ref _ticks[slot], Empty);
            Interlocked.MemoryBarrier(); // empty before it changes
            block.Clear();
            _received[slot] = 0;
            piece.CopyTo(MemoryMarshal.AsBytes(block[offset..]));
            Volatile.Write(ref _received[slot], count);
            Volatile.Write(ref _ticks[slot], tick);
            return true;
        }

        piece.CopyTo(MemoryMarshal.AsBytes(block[offset..]));
        Volatile.Write(ref _received[slot], _received[slot] + count);
        return true;
    }

    /// <summary>Reads a block; what has not arrived is silence.</summary>
    /// <returns>Number of samples that have arrived.</returns>
    [RealTime]
    public int Read(long tick, Span<float> samples)
    {
        var slot = (int)(tick & (Slots - 1));
        if (tick >= 0 && Volatile.Read(ref _ticks[slot]) == tick)
        {
            var received = Volatile.Read(ref _received[slot]);
            _samples.AsSpan(slot * blockSamples, blockSamples).CopyTo(samples);
            Interlocked.MemoryBarrier(); // copied before the tick is compared again
            if (Volatile.Read(ref _ticks[slot]) == tick) return Math.Min(received, blockSamples);
        }

        samples.Clear();
        return 0;
    }
}
