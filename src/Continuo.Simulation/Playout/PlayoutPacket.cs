namespace Continuo.Simulation.Playout;

/// <summary>A packet as seen by a playout method.</summary>
/// <param name="Sequence">Extended sequence number.</param>
/// <param name="MediaTime">Position of its first frame on the sender's timeline, in frames.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="ArrivalTime">Arrival time in nanoseconds of the consumer's clock.</param>
/// <param name="IsRedundant">Whether it is a copy carried by a later packet.</param>
/// <param name="IsPause">Whether the sender pauses from the end of this packet to the next.</param>
public readonly record struct PlayoutPacket(long Sequence, long MediaTime, int Frames, long ArrivalTime, bool IsRedundant, bool IsPause)
{
    /// <summary>Position after its last frame.</summary>
    public long End => MediaTime + Frames;
}
