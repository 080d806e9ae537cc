using Continuo.Audio;

namespace Continuo.Recording;

/// <summary>A gap in a recording.</summary>
/// <param name="Position">Frame of the recording where it begins.</param>
/// <param name="Frames">Number of frames that are missing; written as silence.</param>
/// <param name="Reason">Why they are missing.</param>
public readonly record struct RecordedGap(long Position, long Frames, GapReason Reason);
