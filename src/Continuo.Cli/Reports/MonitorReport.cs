using Continuo.Cli.Reports.Network;

namespace Continuo.Cli.Reports;

/// <summary>A stream at one instant, as <c>continuo monitor</c> shows it.</summary>
/// <param name="Source">The address.</param>
/// <param name="Description">Description of the source.</param>
/// <param name="ElapsedSeconds">Time since the start, by the clock.</param>
/// <param name="Frames">Frames of timeline captured, those of gaps included.</param>
/// <param name="Seconds">The same in seconds.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Health">The stream's state.</param>
/// <param name="Reason">Why it is in that state.</param>
/// <param name="Levels">The level of each channel.</param>
/// <param name="Loudness">The loudness of all of them.</param>
/// <param name="Chunks">Chunks captured.</param>
/// <param name="LagMs">How far the monitor's reader is behind.</param>
/// <param name="ChunksPerWakeUp">Chunks per wake-up of the reader, on average.</param>
/// <param name="DroppedChunks">Chunks the monitor's reader lost.</param>
/// <param name="DroppedByReason">The same by reason.</param>
/// <param name="Gaps">Gaps of the source.</param>
/// <param name="GapFrames">Frames missing in them.</param>
/// <param name="FilledFrames">Frames filled in because the source had nothing.</param>
/// <param name="SilentChunks">Chunks of silence.</param>
/// <param name="Stalls">Number of times the source delivered nothing for a second.</param>
/// <param name="Reconnects">Number of times the source was reopened.</param>
/// <param name="DriftPpm">Rate difference of the device's clock; positive if it is faster than the machine's.</param>
/// <param name="CommitToDeliveryMs">Time from the completion of a chunk to its delivery.</param>
/// <param name="CaptureToDeliveryMs">Time from the capture of a chunk's first frame to its delivery.</param>
/// <param name="Histogram">Distribution of <paramref name="CommitToDeliveryMs"/>.</param>
/// <param name="PriorityRefusal">Why real-time scheduling was refused.</param>
internal sealed record MonitorReport(
    string Source,
    string Description,
    double ElapsedSeconds,
    long Frames,
    double Seconds,
    int SampleRate,
    int Channels,
    string Health,
    string? Reason,
    IReadOnlyList<LevelReport> Levels,
    LoudnessReport Loudness,
    long Chunks,
    double LagMs,
    double ChunksPerWakeUp,
    long DroppedChunks,
    DropReport DroppedByReason,
    long Gaps,
    long GapFrames,
    long FilledFrames,
    long SilentChunks,
    long Stalls,
    long Reconnects,
    double DriftPpm,
    LatencyReport CommitToDeliveryMs,
    LatencyReport CaptureToDeliveryMs,
    IReadOnlyList<HistogramBarReport> Histogram,
    string? PriorityRefusal);
