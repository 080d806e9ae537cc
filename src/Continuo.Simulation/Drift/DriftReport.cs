using Continuo.Clocks;

namespace Continuo.Simulation.Drift;

/// <summary>
/// Result of a <see cref="DriftScenario"/>. All values except the statistics and the learnt drift are measured from the audio.
/// </summary>
internal sealed record DriftReport
{
    /// <summary>The scenario's name.</summary>
    public required string Name { get; init; }

    /// <summary>Target delay, in milliseconds.</summary>
    public required double TargetMs { get; init; }

    /// <summary>
    /// Time from the first frame heard until the delay stayed within 1 ms of its target, in milliseconds; the longest after any break.
    /// </summary>
    public required double LockMs { get; init; }

    /// <summary>Maximum deviation of the delay from its target, more than a second after the start or a break, in milliseconds.</summary>
    public required double WorstDelayErrorMs { get; init; }

    /// <summary>Maximum distortion and noise over one second, relative to the tone, after the servo reached quiet, in dB.</summary>
    public required double WorstThdNoiseDb { get; init; }

    /// <summary>The same, averaged by power.</summary>
    public required double MeanThdNoiseDb { get; init; }

    /// <summary>Maximum over 50 ms, with the tone fitted to each: excludes slow changes of the speed.</summary>
    public required double WorstShortNoiseDb { get; init; }

    /// <summary>Number of seconds measured.</summary>
    public required int MeasuredSeconds { get; init; }

    /// <summary>Time from the first frame until the servo reached quiet, in seconds; −1 if never.</summary>
    public required double QuietSeconds { get; init; }

    /// <summary>Frames that were repeated or skipped, except at breaks of the writer.</summary>
    public required long BadSteps { get; init; }

    /// <summary>Learnt drift in parts per million.</summary>
    public required double DriftPpm { get; init; }

    /// <summary>Statistics of the rate matcher.</summary>
    public required RateMatcherStatistics Statistics { get; init; }

    /// <summary>Speed of the matcher on one core relative to real time.</summary>
    public required double TimesRealTime { get; init; }
}
