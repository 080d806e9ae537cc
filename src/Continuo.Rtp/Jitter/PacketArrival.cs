namespace Continuo.Rtp.Jitter;

/// <summary>A packet that came in, without its payload.</summary>
/// <param name="Sequence">Its number, unwrapped.</param>
/// <param name="MediaTime">Its first frame's position on the sender's timeline.</param>
/// <param name="Time">When it came, in nanoseconds.</param>
/// <param name="Stream">Rises when another stream begins.</param>
/// <param name="Length">Its payload's length in bytes.</param>
/// <param name="IsRedundant">Whether it is a copy that a later packet carried.</param>
internal readonly record struct PacketArrival(long Sequence, long MediaTime, long Time, int Stream, int Length, bool IsRedundant);
