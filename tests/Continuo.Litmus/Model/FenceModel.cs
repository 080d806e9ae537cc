namespace Continuo.Litmus.Model;

/// <summary>
/// Every scenario, with all fences and with any one of them left out. With all fences none may fail; without one, at least
/// one scenario that carries it must: otherwise the fence carries no load, or the model does not know what it is for.
/// </summary>
internal static class FenceModel
{
    private static readonly Func<string?, Scenario>[] Scenarios =
    [
        without => RingScenarios.Whole(without, 0, "HeadPublished", "HeadSeen"),
        without => RingScenarios.Whole(without, 1, "HeadPublished", "HeadSeen"),
        without => RingScenarios.Whole(without, 1, "SharedHeadPublished", "SharedHeadSeen"),
        without => RingScenarios.Exact(without, "HeadPublished", "HeadSeen"),
        without => RingScenarios.Exact(without, "SharedHeadPublished", "SharedHeadSeen"),
        without => RingScenarios.Paced(without, "CursorDone", "CursorSeen"),
        without => RingScenarios.Paced(without, "AcknowledgedDone", "AcknowledgedSeen"),
        without => RingScenarios.End(without, "HeadPublished", "OverNoted", "HeadSeen", "OverSeen"),
        without => RingScenarios.End(without, "SharedHeadPublished", "SharedClosedSet", "SharedHeadSeen", "SharedClosedSeen"),
        RingScenarios.EndPassedOn,
        RingScenarios.Raised,
        StateScenarios.SeqLock,
        StateScenarios.Counts,
        StateScenarios.Lease,
        WakeScenarios.EventCount,
        WakeScenarios.TwoSleepers,
        WakeScenarios.TwoNotifiers,
        WakeScenarios.FlagSet,
        WakeScenarios.FlagCleared,
    ];

    /// <summary>The names of all fences in the model: one control each.</summary>
    public static IReadOnlyList<string> Fences { get; } =
        [.. Scenarios.SelectMany(s => s(null).Fences).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Explores every scenario with all fences.</summary>
    public static IEnumerable<(string Scenario, string? Violation, int States)> Complete() => Scenarios.Select(build =>
    {
        var scenario = build(null);
        var (violation, states) = Explorer.Explore(scenario);
        return (scenario.Name, violation, states);
    });

    /// <summary>Explores the scenarios that carry a fence, without it.</summary>
    /// <returns>What the first failing one finds; <see langword="null"/> if the fence is not missed.</returns>
    public static (string Scenario, string Violation)? Without(string fence)
    {
        foreach (var build in Scenarios)
        {
            var scenario = build(fence);
            if (scenario.Fences.Contains(fence) && Explorer.Explore(scenario).Violation is { } violation) return (scenario.Name, violation);
        }

        return null;
    }
}
