using Continuo.Diagnostics;

namespace Continuo.Rooms;

/// <summary>What one listener hears in one tick. Valid during <see cref="IListenerOutput.Deliver"/>.</summary>
[RealTime]
public readonly ref struct RoomBlock
{
    /// <summary>Number of the tick, from 0; it also counts the ticks for which the room was parked.</summary>
    public long Tick { get; init; }

    /// <summary>Position of the first frame on the room's timeline, in frames.</summary>
    public long Position { get; init; }

    /// <summary>When the tick was due, in nanoseconds of the room's clock. It may begin and end later.</summary>
    public long Due { get; init; }

    /// <summary>The mix: frames × channels of the room's format, limited to −1 dBTP.</summary>
    public ReadOnlySpan<float> Samples { get; init; }

    /// <summary>
    /// The encoded mix; empty if the listener has no codec, or if nothing needs to be sent (discontinuous transmission).
    /// </summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>
    /// Whether <see cref="Payload"/> is the packet of a lone speaker, forwarded without being encoded again. <see cref="Samples"/> then
    /// differ from it by the limiter's delay.
    /// </summary>
    public bool IsForwarded { get; init; }

    /// <summary>The audible speakers, at most 15.</summary>
    public ReadOnlySpan<Contribution> Contributions { get; init; }
}
