using System.Globalization;

namespace Continuo.Rtp.Jitter;

/// <summary>A change of the target delay, with its reason.</summary>
/// <param name="Time">Time of the decision, in nanoseconds of the clock.</param>
/// <param name="Reason">Reason for the new target.</param>
/// <param name="TargetMs">Target delay beyond the shortest network transit, in ms.</param>
/// <param name="PreviousMs">Previous target, in ms.</param>
/// <param name="ToleratedShare">Tolerated share, 0…1, of half-second intervals in which a packet arrives even later.</param>
/// <param name="MemorySeconds">Length of the arrival history used, in seconds.</param>
internal readonly record struct DelayDecision(
    long Time,
    DelayReason Reason,
    double TargetMs,
    double PreviousMs,
    double ToleratedShare,
    double MemorySeconds)
{
    /// <summary>Describes the decision in one sentence.</summary>
    public override string ToString()
    {
        var culture = CultureInfo.InvariantCulture;
        var change = TargetMs > PreviousMs ? string.Create(culture, $", up from {PreviousMs:0} ms")
            : TargetMs < PreviousMs ? string.Create(culture, $", down from {PreviousMs:0} ms") : "";
        return Reason switch
        {
            DelayReason.Start => string.Create(culture, $"{TargetMs:0} ms{change}: the start value, until the network is known."),
            DelayReason.Fixed => string.Create(culture, $"{TargetMs:0} ms: fixed by the options."),
            DelayReason.Minimum => string.Create(culture, $"{TargetMs:0} ms{change}: the minimum; the network needs no more."),
            DelayReason.Maximum => string.Create(culture, $"{TargetMs:0} ms{change}: the maximum, although packets arrive later."),
            DelayReason.Redundancy => string.Create(culture,
                $"{TargetMs:0} ms{change}: waits for the redundant copies of lost packets, in all but {ToleratedShare:0.#%} of the "
                    + $"half-seconds of the last {MemorySeconds:0} s."),
            _ => string.Create(culture,
                $"{TargetMs:0} ms{change}: no packet was later in all but {ToleratedShare:0.#%} of the half-seconds of the last "
                    + $"{MemorySeconds:0} s."),
        };
    }
}
