using Continuo.Clocks;

namespace Continuo.Simulation.Drift;

/// <summary>What came of a <see cref="DriftScenario"/>. All but the books and the learnt drift is measured in the audio.</summary>
internal sealed record DriftReport
{
    /// <summary>The scenario's name.</summary>
    public required string Name { get; init; }

    /// <summary>The delay that was to be held, in milliseconds.</summary>
    public required double TargetMs { get; init; }

    /// <summary>From the first frame that was heard to when the delay stayed within 1 ms of its target, in milliseconds; the longest after any break.</summary>
    public required double LockMs { get; init; }

    /// <summary>The furthest that the delay was from its target more than a second after the start or a break, in milliseconds.</summary>
    public required double WorstDelayErrorMs { get; init; }

    /// <summary>The worst of all distortion and noise in one second, relative to the tone, once the servo had become quiet, in decibels.</summary>
    public required double WorstThdNoiseDb { get; init; }

    /// <summary>The same, in the mean of the powers.</summary>
    public required double MeanThdNoiseDb { get; init; }

    /// <summary>The worst in 50 ms, with the tone fitted anew for each: slow changes of the speed are left out.</summary>
    public required double WorstShortNoiseDb { get; init; }

    /// <summary>How many seconds were measured for it.</summary>
    public required int MeasuredSeconds { get; init; }

    /// <summary>How long after the first frame the servo became quiet, in seconds; −1 if never.</summary>
    public required double QuietSeconds { get; init; }

    /// <summary>Frames that were heard twice or not at all, apart from breaks in the writing.</summary>
    public required long BadSteps { get; init; }

    /// <summary>The drift that was learnt, in parts per million.</summary>
    public required double DriftPpm { get; init; }

    /// <summary>The rate matcher's books.</summary>
    public required RateMatcherStatistics Statistics { get; init; }

    /// <summary>How much faster than the audio the writing and reading of the matcher ran on one core.</summary>
    public required double TimesRealTime { get; init; }
}
