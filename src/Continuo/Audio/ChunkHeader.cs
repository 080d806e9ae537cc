using System.Runtime.InteropServices;

namespace Continuo.Audio;

/// <summary>
/// Metadata of a chunk. Blittable: stored in the ring slot before the samples, with the same layout in every process.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChunkHeader : IEquatable<ChunkHeader>
{
    /// <summary>The chunk's number in its ring, from 0.</summary>
    public long Sequence;

    /// <summary>The first frame's position on the timeline: frames since the stream's start, gaps included.</summary>
    public long Position;

    /// <summary>
    /// Capture time of the first frame, in nanoseconds of the stream's monotonic clock. Uses the driver's timestamp where available.
    /// </summary>
    public long CaptureTime;

    /// <summary>Time at which the complete chunk was written to the ring, in nanoseconds of the same clock.</summary>
    public long CommitTime;

    /// <summary>Number of frames that are missing on the timeline before this chunk, as reported by the source.</summary>
    public long GapFrames;

    /// <summary>Reason for the gap.</summary>
    public GapReason GapReason;

    /// <summary>
    /// Number of frames in the chunk: the ring's chunk size, fewer at the end of the stream or before a gap, 0 if the chunk only reports
    /// a gap.
    /// </summary>
    public int Frames;

    /// <summary>Properties of the audio.</summary>
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
