namespace Continuo.Client.Contract;

/// <summary>What a stream has captured in its current run.</summary>
/// <param name="Chunks">Chunks captured.</param>
/// <param name="Frames">Frames captured, filled time included.</param>
/// <param name="Gaps">Gaps of the source.</param>
/// <param name="GapFrames">Frames missing in these gaps.</param>
/// <param name="FilledFrames">Frames of silence inserted because the source had no audio.</param>
/// <param name="Reconnects">Times a lost source was opened again.</param>
/// <param name="DriftPpm">Deviation of the source's clock, in parts per million.</param>
public sealed record CaptureStatus(
    long Chunks,
    long Frames,
    long Gaps,
    long GapFrames,
    long FilledFrames,
    long Reconnects,
    double DriftPpm);
