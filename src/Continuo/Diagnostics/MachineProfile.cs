namespace Continuo.Diagnostics;

/// <summary>
/// Measured wake-up latency of this machine and the write-ahead derived from it. <c>continuo doctor --measure</c> measures and stores it;
/// <see cref="Playing.PlaybackOptions.For"/> uses it. Immutable.
/// </summary>
internal sealed record MachineProfile
{
    /// <summary>Version of the file format that this code reads and writes.</summary>
    public const int CurrentVersion = 1;

    private const double Margin = 1.25;
    private const double LargeMargin = 4;

    /// <summary>
    /// The stored profile of this machine, read once per process; <see langword="null"/> if there is none or it is invalid. Thread-safe.
    /// </summary>
    public static MachineProfile? Current => MachineProfileFile.Current;

    /// <summary>Version of the file format.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Time of the measurement.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Duration of the measurement in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Number of processors at the time of the measurement.</summary>
    public int Processors { get; init; }

    /// <summary>Whether the measuring thread had real-time priority.</summary>
    public bool RealTimePriority { get; init; }

    /// <summary>Number of wake-ups measured.</summary>
    public long Wakes { get; init; }

    /// <summary>Median lateness of a wake-up in milliseconds.</summary>
    public double P50Ms { get; init; }

    /// <summary>99th percentile of the lateness in milliseconds.</summary>
    public double P99Ms { get; init; }

    /// <summary>99.9th percentile of the lateness in milliseconds.</summary>
    public double P999Ms { get; init; }

    /// <summary>Maximum lateness in milliseconds.</summary>
    public double MaxMs { get; init; }

    /// <summary>Whether the values are plausible. A file may contain anything.</summary>
    public bool IsSound => Version == CurrentVersion && Wakes > 0
        && P50Ms >= 0 && P999Ms >= P50Ms && MaxMs >= P999Ms && double.IsFinite(MaxMs);

    /// <summary>Creates a profile from a measurement.</summary>
    /// <param name="lateness">Lateness of the wake-ups in nanoseconds.</param>
    /// <param name="duration">Duration of the measurement.</param>
    /// <param name="realTimePriority">Whether the measuring thread had real-time priority.</param>
    /// <param name="measuredAt">Time of the measurement.</param>
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
    /// The smallest write-ahead that is safe by this measurement, in whole milliseconds: one block plus 1.25 times the maximum lateness.
    /// </summary>
    /// <param name="blockFrames">Frames written at a time.</param>
    /// <param name="sampleRate">Frames per second.</param>
    public TimeSpan SafeAhead(int blockFrames, int sampleRate = 48_000) => Ahead(blockFrames, sampleRate, Margin * MaxMs);

    /// <summary>
    /// The write-ahead that is too small for about one block in a thousand: one block plus 1.25 times the 99.9th percentile of the
    /// lateness.
    /// </summary>
    /// <inheritdoc cref="SafeAhead"/>
    public TimeSpan ShortestAhead(int blockFrames, int sampleRate = 48_000) => Ahead(blockFrames, sampleRate, Margin * P999Ms);

    /// <summary>
    /// The write-ahead for a machine that may be busier than during the measurement, from four times the maximum lateness.
    /// </summary>
    /// <inheritdoc cref="SafeAhead"/>
    public TimeSpan AmpleAhead(int blockFrames, int sampleRate = 48_000) => Ahead(blockFrames, sampleRate, LargeMargin * MaxMs);

    private static TimeSpan Ahead(int blockFrames, int sampleRate, double latenessMs)
    {
        var block = 1000.0 * blockFrames / sampleRate;
        return TimeSpan.FromMilliseconds(Math.Ceiling(Math.Round(block + Math.Max(block, latenessMs), 6))); // at least two blocks
    }
}
