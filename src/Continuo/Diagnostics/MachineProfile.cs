namespace Continuo.Diagnostics;

/// <summary>
/// What was measured of this machine, and how much audio must therefore be written ahead. <c>continuo doctor --measure</c> measures and stores it;
/// <see cref="Playing.PlaybackOptions.For"/> takes it. Immutable.
/// </summary>
public sealed record MachineProfile
{
    /// <summary>The version of the form that this code writes and understands.</summary>
    public const int CurrentVersion = 1;

    private const double Margin = 1.25;
    private const double LargeMargin = 4;

    /// <summary>The profile stored for this machine, read from its file once per process; <see langword="null"/> if none is stored or it is unusable. Thread-safe.</summary>
    public static MachineProfile? Current => MachineProfileFile.Current;

    /// <summary>The version of the stored form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>When it was measured.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>For how long, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>How many processors there were.</summary>
    public int Processors { get; init; }

    /// <summary>Whether the measuring thread had real-time priority, as an output's has where it is granted.</summary>
    public bool RealTimePriority { get; init; }

    /// <summary>How often the thread was woken.</summary>
    public long Wakes { get; init; }

    /// <summary>The median lateness in milliseconds.</summary>
    public double P50Ms { get; init; }

    /// <summary>What 99 % of the wakings were not later than, in milliseconds.</summary>
    public double P99Ms { get; init; }

    /// <summary>What 99.9 % of them were not later than, in milliseconds.</summary>
    public double P999Ms { get; init; }

    /// <summary>The largest lateness in milliseconds.</summary>
    public double MaxMs { get; init; }

    /// <summary>Whether the numbers can be true: what is read from a file may be anything.</summary>
    public bool IsSound => Version == CurrentVersion && Wakes > 0
        && P50Ms >= 0 && P999Ms >= P50Ms && MaxMs >= P999Ms && double.IsFinite(MaxMs);

    /// <summary>Sums up a measurement.</summary>
    /// <param name="lateness">In nanoseconds.</param>
    /// <param name="duration">How long was measured.</param>
    /// <param name="realTimePriority">Whether the thread had it.</param>
    /// <param name="measuredAt">When.</param>
    public static MachineProfile Of(HistogramSnapshot lateness, TimeSpan duration, bool realTimePriority, DateTimeOffset measuredAt)
    {
        ArgumentNullException.ThrowIfNull(lateness);
        return new MachineProfile
        {
            MeasuredAt = measuredAt,
            Seconds = Math.Round(duration.TotalSeconds, 3),
            Processors = Environment.ProcessorCount,
            RealTimePriority = realTimePriority,
            Wakes = lateness.Count,
            P50Ms = Ms(lateness.P50),
            P99Ms = Ms(lateness.P99),
            P999Ms = Ms(lateness.P999),
            MaxMs = Ms(lateness.Max),
        };

        static double Ms(long nanoseconds) => Math.Round(nanoseconds / 1e6, 4);
    }

    /// <summary>
    /// The smallest amount that is safe by this measurement, in whole milliseconds: the block that is played while the next one is made, and a quarter
    /// more than the longest lateness.
    /// </summary>
    /// <param name="blockFrames">How much is written at once.</param>
    /// <param name="sampleRate">Frames per second.</param>
    public TimeSpan SafeAhead(int blockFrames, int sampleRate = 48_000) => Ahead(blockFrames, sampleRate, Margin * MaxMs);

    /// <summary>The amount that is too small once in a thousand blocks: a quarter more than 99.9 % of the latenesses.</summary>
    /// <inheritdoc cref="SafeAhead"/>
    public TimeSpan ShortestAhead(int blockFrames, int sampleRate = 48_000) => Ahead(blockFrames, sampleRate, Margin * P999Ms);

    /// <summary>The amount for a machine that will be busier than it was: four times the longest lateness.</summary>
    /// <inheritdoc cref="SafeAhead"/>
    public TimeSpan AmpleAhead(int blockFrames, int sampleRate = 48_000) => Ahead(blockFrames, sampleRate, LargeMargin * MaxMs);

    private static TimeSpan Ahead(int blockFrames, int sampleRate, double latenessMs)
    {
        var block = 1000.0 * blockFrames / sampleRate;
        return TimeSpan.FromMilliseconds(Math.Ceiling(Math.Round(block + Math.Max(block, latenessMs), 6))); // never less than two blocks
    }
}
