namespace Continuo.Simulation.Playout;

/// <summary>A packet as a playout method sees it.</summary>
/// <param name="Sequence">Its number, unwrapped.</param>
/// <param name="MediaTime">The position of its first frame on the sender's timeline, in frames.</param>
/// <param name="Frames">How many frames it holds.</param>
/// <param name="ArrivalTime">Nanoseconds of the consumer's clock.</param>
/// <param name="IsRedundant">Whether it is a copy that a later packet carried.</param>
/// <param name="IsPause">Whether the sender is silent from the end of this packet until the next.</param>
public readonly record struct PlayoutPacket(long Sequence, long MediaTime, int Frames, long ArrivalTime, bool IsRedundant, bool IsPause)
{
    /// <summary>The position after its last frame.</summary>
    public long End => MediaTime + Frames;
}
