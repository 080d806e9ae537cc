namespace Continuo.Simulation.Traces;

/// <summary>What a network did to one packet. A packet that arrived twice is there twice.</summary>
/// <param name="Sequence">Its number, from 0; rises by one with each packet that is sent.</param>
/// <param name="MediaTime">
/// The position of its first frame on the sender's timeline, in frames; it jumps over what a silent sender leaves out.
/// </param>
/// <param name="SendTime">When it was sent: nanoseconds of the world's time.</param>
/// <param name="ArrivalTime">When it arrived, likewise, or <see cref="Lost"/>.</param>
/// <param name="Copies">Copies of how many packets before it it carries (RFC 2198).</param>
/// <param name="IsPause">Whether the sender is silent from the end of this packet until the next: what lies between is not missing.</param>
public readonly record struct TracePacket(
    long Sequence,
    long MediaTime,
    long SendTime,
    long ArrivalTime,
    int Copies = 0,
    bool IsPause = false)
{
    /// <summary>The arrival time of what never arrives.</summary>
    public const long Lost = long.MaxValue;

    /// <summary>Whether it never arrives.</summary>
    public bool IsLost => ArrivalTime == Lost;

    /// <summary>How long it travelled, in nanoseconds. Only if it arrived.</summary>
    public long Delay => ArrivalTime - SendTime;
}
