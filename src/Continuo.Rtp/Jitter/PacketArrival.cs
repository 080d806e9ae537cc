namespace Continuo.Rtp.Jitter;

/// <summary>An arrived packet, without its payload.</summary>
/// <param name="Sequence">Extended sequence number.</param>
/// <param name="MediaTime">Position of its first frame on the sender's timeline.</param>
/// <param name="Time">Arrival time, in nanoseconds.</param>
/// <param name="Stream">Increases when another stream begins.</param>
/// <param name="Length">Length of the payload in bytes.</param>
/// <param name="IsRedundant">Whether it is a copy carried by a later packet.</param>
internal readonly record struct PacketArrival(long Sequence, long MediaTime, long Time, int Stream, int Length, bool IsRedundant);
