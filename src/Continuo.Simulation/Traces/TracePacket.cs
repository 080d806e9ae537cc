namespace Continuo.Simulation.Traces;

/// <summary>Outcome of one packet. A packet that arrived twice is listed twice.</summary>
/// <param name="Sequence">Its number, from 0; increases by one with each packet sent.</param>
/// <param name="MediaTime">The position of its first frame on the sender's timeline, in frames; it jumps over pauses of the sender.</param>
/// <param name="SendTime">Send time in nanoseconds of world time.</param>
/// <param name="ArrivalTime">Arrival time in nanoseconds of world time, or <see cref="Lost"/>.</param>
/// <param name="Copies">Number of earlier packets repeated in it (RFC 2198).</param>
/// <param name="IsPause">Whether the sender pauses from the end of this packet to the next: nothing is missing between them.</param>
public readonly record struct TracePacket(
    long Sequence,
    long MediaTime,
    long SendTime,
    long ArrivalTime,
    int Copies = 0,
    bool IsPause = false)
{
    /// <summary>Arrival time of a lost packet.</summary>
    public const long Lost = long.MaxValue;

    /// <summary>Whether it is lost.</summary>
    public bool IsLost => ArrivalTime == Lost;

    /// <summary>Network delay in nanoseconds. Only if it arrived.</summary>
    public long Delay => ArrivalTime - SendTime;
}
