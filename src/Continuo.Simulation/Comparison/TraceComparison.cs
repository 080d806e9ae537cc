using Continuo.Simulation.Playout;
using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Comparison;

/// <summary>Results of several methods for the same trace.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Results">One per method, in the given order.</param>
public sealed record TraceComparison(PacketTrace Trace, IReadOnlyList<PlayoutResult> Results)
{
    private const double AwayMs = 50;

    /// <summary>Runs the methods one after the other and keeps every tick.</summary>
    public static TraceComparison Run(PacketTrace trace, IReadOnlyList<PlayoutMethod> methods) =>
        new(trace, [.. methods.Select(method => PlayoutRun.Run(trace, method, keepSamples: true))]);

    /// <summary>
    /// The longest time without a break for which the delay was more than 50 ms above its median: how long a disturbance lasts.
    /// </summary>
    public static TimeSpan LongestAway(PlayoutResult result)
    {
        var delays = result.Samples.Where(s => !double.IsNaN(s.DelayMs)).Select(s => s.DelayMs).Order().ToArray();
        if (delays.Length == 0) return TimeSpan.Zero;
        var limit = delays[delays.Length / 2] + AwayMs;
        long longest = 0, since = -1;
        foreach (var sample in result.Samples)
        {
            if (sample.DelayMs <= limit) since = -1;
            if (sample.DelayMs > limit)
            {
                if (since < 0) since = sample.Time;
                longest = Math.Max(longest, sample.Time - since);
            }
        }

        return TimeSpan.FromTicks(longest / 100);
    }
}
