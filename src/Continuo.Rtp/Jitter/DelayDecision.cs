using System.Globalization;

namespace Continuo.Rtp.Jitter;

/// <summary>A target delay with its reason.</summary>
/// <param name="Time">When it was decided, in nanoseconds of the clock.</param>
/// <param name="Reason">Why.</param>
/// <param name="TargetMs">The delay, in ms beyond the shortest that the network allows.</param>
/// <param name="PreviousMs">The target before.</param>
/// <param name="ToleratedShare">The share of half-seconds, 0…1, in which some packet may come later still.</param>
/// <param name="MemorySeconds">For how long the arrivals that it rests on are remembered.</param>
public readonly record struct DelayDecision(long Time, DelayReason Reason, double TargetMs, double PreviousMs, double ToleratedShare, double MemorySeconds)
{
    /// <summary>One sentence.</summary>
    public override string ToString()
    {
        var culture = CultureInfo.InvariantCulture;
        var change = TargetMs > PreviousMs ? string.Create(culture, $", up from {PreviousMs:0} ms")
            : TargetMs < PreviousMs ? string.Create(culture, $", down from {PreviousMs:0} ms") : "";
        return Reason switch
        {
            DelayReason.Start => string.Create(culture, $"{TargetMs:0} ms{change}: the start value, until the network is known."),
            DelayReason.Fixed => string.Create(culture, $"{TargetMs:0} ms: fixed by the options."),
            DelayReason.Minimum => string.Create(culture, $"{TargetMs:0} ms{change}: the least that is allowed; the network needs no more."),
            DelayReason.Maximum => string.Create(culture, $"{TargetMs:0} ms{change}: the most that is allowed, though packets are later."),
            DelayReason.Redundancy => string.Create(culture,
                $"{TargetMs:0} ms{change}: lost packets are waited for until a copy comes, in all but {ToleratedShare:0.#%} of the half-seconds of the last {MemorySeconds:0} s."),
            _ => string.Create(culture,
                $"{TargetMs:0} ms{change}: no packet was later in all but {ToleratedShare:0.#%} of the half-seconds of the last {MemorySeconds:0} s."),
        };
    }
}
