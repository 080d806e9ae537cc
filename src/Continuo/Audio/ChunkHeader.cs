using System.Runtime.InteropServices;

namespace Continuo.Audio;

/// <summary>
/// What a chunk says about itself. Blittable: it lies in the ring's slot before the samples,
/// in the same layout in every process.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChunkHeader : IEquatable<ChunkHeader>
{
    /// <summary>The chunk's number in its ring, from 0.</summary>
    public long Sequence;

    /// <summary>The first frame's position on the timeline: frames since the stream's start, gaps included.</summary>
    public long Position;

    /// <summary>When the first frame was captured, in nanoseconds of the stream's monotonic clock, by the driver's own timing where it has one.</summary>
    public long CaptureTime;

    /// <summary>When the chunk was complete and written to the ring, in nanoseconds of the same clock.</summary>
    public long CommitTime;

    /// <summary>How many frames are missing on the timeline before this chunk, by the source's account.</summary>
    public long GapFrames;

    /// <summary>Why they are missing.</summary>
    public GapReason GapReason;

    /// <summary>How many frames the chunk holds: the ring's chunk size, or fewer at the end and before a gap; 0 if it only tells of a gap.</summary>
    public int Frames;

    /// <summary>What is known about the audio.</summary>
    public ChunkFlags Flags;

    private readonly int _reserved;

    /// <inheritdoc/>
    public readonly bool Equals(ChunkHeader other) =>
        Sequence == other.Sequence && Position == other.Position && CaptureTime == other.CaptureTime
        && CommitTime == other.CommitTime && GapFrames == other.GapFrames && GapReason == other.GapReason
        && Frames == other.Frames && Flags == other.Flags && _reserved == other._reserved;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ChunkHeader other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Sequence, Position, CaptureTime, Frames);

    /// <summary>Compares all fields.</summary>
    public static bool operator ==(ChunkHeader left, ChunkHeader right) => left.Equals(right);

    /// <summary>Compares all fields.</summary>
    public static bool operator !=(ChunkHeader left, ChunkHeader right) => !left.Equals(right);
}
