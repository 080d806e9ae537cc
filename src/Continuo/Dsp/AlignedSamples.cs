using Continuo.Diagnostics;

namespace Continuo.Dsp;

/// <summary>
/// Samples that never move and begin on a 64-byte boundary (a cache line, and the widest vector), so that kernels may keep their address.
/// Freed by the garbage collector.
/// </summary>
internal sealed unsafe class AlignedSamples
{
    private const int AlignmentBytes = 64;
    private readonly float[] _pinned;

    /// <summary>Allocates zeros. Not real-time-safe.</summary>
    /// <param name="length">Number of samples.</param>
    public AlignedSamples(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _pinned = GC.AllocateArray<float>(length + AlignmentBytes / sizeof(float), pinned: true);

        // Safety: the array is pinned for its lifetime and is longer than requested by the most that the alignment skips.
        fixed (float* start = _pinned)
        {
            First = (float*)(((nint)start + AlignmentBytes - 1) & -AlignmentBytes);
        }
    }

    /// <summary>Number of samples.</summary>
    public int Length { get; }

    /// <summary>The first sample. Valid while this object is referenced. Real-time-safe.</summary>
    [RealTime]
    public float* First { get; }

    /// <summary>All samples. Real-time-safe.</summary>
    [RealTime]
    public Span<float> Span => new(First, Length);
}
