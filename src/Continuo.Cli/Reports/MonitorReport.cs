namespace Continuo.Cli.Reports;

/// <summary>A stream at one instant, as <c>continuo monitor</c> shows it.</summary>
/// <param name="Seconds">Time since the start.</param>
/// <param name="Source">What is being captured.</param>
/// <param name="Health">The stream's state.</param>
/// <param name="Reason">Why it is in that state.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Levels">The level of each channel.</param>
/// <param name="Loudness">The loudness of all of them.</param>
/// <param name="Chunks">Chunks captured.</param>
/// <param name="LagMs">How far the monitor's reader is behind.</param>
/// <param name="BatchChunks">Chunks per wake-up, on average.</param>
/// <param name="Dropped">Chunks the monitor's reader lost.</param>
/// <param name="Gaps">Gaps of the source.</param>
/// <param name="GapFrames">Frames missing in them.</param>
/// <param name="FilledFrames">Frames filled in because the source had nothing.</param>
/// <param name="SilentChunks">Chunks of silence.</param>
/// <param name="Reconnects">How often the source was opened again.</param>
/// <param name="DriftPpm">How much the device's clock is ahead of the machine's.</param>
/// <param name="CommitToDeliveryMs">From a complete chunk to its consumer.</param>
/// <param name="CaptureToDeliveryMs">From a chunk's first frame at the device to its consumer.</param>
/// <param name="Histogram">How often <paramref name="CommitToDeliveryMs"/> was how long.</param>
/// <param name="PriorityRefusal">Why real-time scheduling was refused.</param>
internal sealed record MonitorReport(
    double Seconds,
    string Source,
    string Health,
    string? Reason,
    int SampleRate,
    IReadOnlyList<LevelReport> Levels,
    LoudnessReport Loudness,
    long Chunks,
    double LagMs,
    double BatchChunks,
    DropReport Dropped,
    long Gaps,
    long GapFrames,
    long FilledFrames,
    long SilentChunks,
    long Reconnects,
    double DriftPpm,
    LatencyReport CommitToDeliveryMs,
    LatencyReport CaptureToDeliveryMs,
    IReadOnlyList<HistogramBarReport> Histogram,
    string? PriorityRefusal);
