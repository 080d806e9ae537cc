using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Rooms.Mixing;

/// <summary>
/// Copies the blocks of one speaker or one listener into a ring, with their positions on the room's timeline. The tick writes; any thread
/// reads the ring.
/// </summary>
internal sealed class BlockTap : IDisposable
{
    /// <param name="room">The room.</param>
    /// <param name="length">How much the ring holds.</param>
    public BlockTap(RoomOptions room, TimeSpan length) =>
        Ring = new AudioRing(room.Format, room.BlockFrames, (int)Math.Max(8, room.Format.ToFrames(length) / room.BlockFrames + 1));

    public AudioRing Ring { get; }

    /// <summary>Adds a block. Real-time-safe.</summary>
    [RealTime]
    public void Write(ReadOnlySpan<float> samples, long position) => Ring.Write(samples, new ChunkHeader { Position = position });

    /// <summary>Frees the ring. Only when no tick writes any more.</summary>
    public void Dispose() => Ring.Dispose();
}
