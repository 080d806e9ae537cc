using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>Frames missing from the timeline right before a chunk.</summary>
/// <param name="Frames">How many frames are missing.</param>
/// <param name="Chunks">How many chunks of the ring were lost to this reader; 0 if the source never delivered the frames.</param>
/// <param name="Reason">Why.</param>
[RealTime]
public readonly record struct Gap(long Frames, long Chunks, GapReason Reason)
{
    /// <summary>No gap.</summary>
    public static readonly Gap None;

    /// <summary>Whether nothing is missing.</summary>
    public bool IsEmpty => Frames == 0 && Chunks == 0;
}
