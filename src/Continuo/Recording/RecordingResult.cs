using Continuo.Audio;
using Continuo.Streams;

namespace Continuo.Recording;

/// <summary>Result of a recording.</summary>
/// <param name="Frames">Frames in the recording, including silence for gaps.</param>
/// <param name="Chunks">Chunks received.</param>
/// <param name="DroppedChunks">Chunks lost because the recorder was late.</param>
/// <param name="Gaps">Number of gaps, caused by the source or the recorder.</param>
/// <param name="GapFrames">Frames of silence written for gaps.</param>
/// <param name="Failure">The error that ended the recording; <see langword="null"/> if it ended normally. Audio written before is
/// kept.</param>
public sealed record RecordingResult(long Frames, long Chunks, long DroppedChunks, long Gaps, long GapFrames, AudioException? Failure)
{
    /// <summary>Whether all audio received was silent, by <see cref="StreamOptions.SilenceThresholdDb"/>.</summary>
    public bool HeardNothing { get; init; }
}
