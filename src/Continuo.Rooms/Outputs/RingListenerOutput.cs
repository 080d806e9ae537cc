using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Rooms.Outputs;

/// <summary>
/// A listener that is a ring: readers record, play or send the mix at their own pace, and a reader that is late loses the oldest blocks,
/// which are counted.
/// </summary>
/// <param name="ring">Ring of the room's format whose chunks are one tick long. The caller keeps ownership.</param>
public sealed class RingListenerOutput(AudioRing ring) : IListenerOutput
{
    private long _next = -1;

    /// <inheritdoc/>
    [RealTime]
    public void Deliver(in RoomBlock block)
    {
        var header = default(ChunkHeader);
        if (_next < 0) _next = block.Position;
        header.Position = block.Position;
        header.GapFrames = Math.Max(0, block.Position - _next);
        ring.Write(block.Samples, header);
        _next = block.Position + ring.ChunkFrames;
    }
}
