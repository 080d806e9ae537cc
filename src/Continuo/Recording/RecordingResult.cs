using Continuo.Audio;
using Continuo.Streams;

namespace Continuo.Recording;

/// <summary>What a recording has come to.</summary>
/// <param name="Frames">Frames in the recording, silence for gaps included.</param>
/// <param name="Chunks">Chunks that were received.</param>
/// <param name="DroppedChunks">Chunks that this recorder lost by being late.</param>
/// <param name="Gaps">How many gaps there were, of the source's or the recorder's.</param>
/// <param name="GapFrames">How many frames of silence stand for them.</param>
/// <param name="Failure">What ended it early; <see langword="null"/> if it ended as it should. What was written before is kept.</param>
public sealed record RecordingResult(long Frames, long Chunks, long DroppedChunks, long Gaps, long GapFrames, AudioException? Failure)
{
    /// <summary>Whether nothing but silence came: connected, but nothing was heard (<see cref="StreamOptions.SilenceThresholdDb"/>).</summary>
    public bool HeardNothing { get; init; }
}
