using Continuo.Diagnostics;

namespace Continuo.Simulation.Load;

/// <summary>
/// What the time from the mouth to the ear consists of, in nanoseconds. Each is measured apart from the whole, which a marker in the audio
/// measures; <see cref="Unexplained"/> is what the sum of the others lacks.
/// </summary>
internal sealed record LatencyParts
{
    /// <summary>Until the packet is full.</summary>
    public required HistogramSnapshot Packet { get; init; }

    /// <summary>How much longer than the newest packet the audio waited.</summary>
    public required HistogramSnapshot JitterBuffer { get; init; }

    /// <summary>From the newest packet's arrival to the time at which the tick was due.</summary>
    public required HistogramSnapshot WaitForTick { get; init; }

    /// <summary>From then to the listener's packet: reading, mixing, encoding.</summary>
    public required HistogramSnapshot Tick { get; init; }

    /// <summary>From the room to the listener.</summary>
    public required HistogramSnapshot Delivery { get; init; }

    /// <summary>Look-ahead of the speaker's encoder, the limiter and the room's encoder.</summary>
    public required HistogramSnapshot LookAhead { get; init; }

    /// <summary>The difference between the whole and the sum of the parts, without its sign.</summary>
    public required HistogramSnapshot Unexplained { get; init; }
}
