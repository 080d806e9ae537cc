using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>Frames missing from the timeline immediately before a chunk.</summary>
/// <param name="Frames">Number of frames that are missing.</param>
/// <param name="Chunks">Number of ring chunks this reader lost; 0 if the source never delivered the frames.</param>
/// <param name="Reason">Reason for the gap.</param>
[RealTime]
public readonly record struct Gap(long Frames, long Chunks, GapReason Reason)
{
    /// <summary>No gap.</summary>
    public static readonly Gap None;

    /// <summary>Whether nothing is missing.</summary>
    public bool IsEmpty => Frames == 0 && Chunks == 0;
}
