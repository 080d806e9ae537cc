using Continuo.Simulation.Playout;
using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Comparison;

/// <summary>
/// Compares a method with rivals at their own delays: methods that trade delay for concealment differently can only be compared if one of
/// the two is equal.
/// </summary>
/// <param name="Rival">The rival's result for the trace.</param>
/// <param name="Best">
/// The method's result with the setting that concealed least among those with no more mean delay than the rival, to half a millisecond;
/// <see langword="null"/> if there is none.
/// </param>
public sealed record EqualDelay(PlayoutResult Rival, PlayoutResult? Best)
{
    private const double SameMs = 0.5;

    /// <summary>Whether the method conceals no more than the rival, at no more mean delay.</summary>
    public bool IsNoWorse => Best is not null && Best.ConcealedShare <= Rival.ConcealedShare;

    /// <summary>Whether a result has no more concealment than another and no more mean delay, to half a millisecond.</summary>
    public static bool NoWorse(PlayoutResult result, PlayoutResult rival) =>
        result.ConcealedShare <= rival.ConcealedShare && result.MeanDelayMs <= rival.MeanDelayMs + SameMs;

    /// <summary>Runs a method with all its settings, and each rival.</summary>
    public static IReadOnlyList<EqualDelay> Run(
        PacketTrace trace,
        IReadOnlyList<PlayoutMethod> settings,
        IReadOnlyList<PlayoutMethod> rivals)
    {
        var points = settings.Select(setting => PlayoutRun.Run(trace, setting)).OrderBy(r => r.ConcealedShare).ThenBy(r => r.MeanDelayMs)
            .ToArray();
        return
        [
            .. rivals.Select(rival =>
            {
                var result = PlayoutRun.Run(trace, rival);
                return new EqualDelay(result, points.FirstOrDefault(p => p.MeanDelayMs <= result.MeanDelayMs + SameMs));
            }),
        ];
    }
}
