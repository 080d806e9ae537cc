using Continuo.Diagnostics;

namespace Continuo.Dsp;

/// <summary>
/// Samples that never move and begin on a 64-byte boundary (a cache line, and the widest vector), so that kernels may hold
/// their address. Lives as long as it is referenced; needs no disposal.
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

        // Safety: the array is pinned for its life, and is longer than asked for by what the alignment may skip.
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
