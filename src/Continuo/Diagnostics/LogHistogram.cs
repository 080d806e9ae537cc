using System.Numerics;

namespace Continuo.Diagnostics;

/// <summary>
/// A preallocated log-linear histogram of non-negative numbers, usually nanoseconds, over the whole range of
/// <see cref="long"/>: every octave is divided into 64 buckets, so a bucket's middle is at most 1/128 (0.8 %) away from
/// whatever was counted in it, and numbers below 128 are exact. 3712 buckets, 29 KB.
/// </summary>
/// <remarks>
/// <para>One writer at a time calls <see cref="Record"/>; any number of threads take snapshots meanwhile. The design is that of
/// HdrHistogram, without a range to configure and so without an overflow to account for.</para>
/// <para>There is no reset, which would be a second writer: whoever wants "since last time" keeps his last snapshot and subtracts
/// it (<see cref="HistogramSnapshot.Subtract"/>), and disturbs no other observer.</para>
/// </remarks>
public sealed class LogHistogram
{
    /// <summary>The most by which a quantile or mean differs from the exact one, relative to it.</summary>
    public const double MaxRelativeError = 1.0 / (2 << SubBucketBits);

    internal const int BucketCount = (62 - SubBucketBits + 2) << SubBucketBits;
    private const int SubBucketBits = 6;

    private readonly long[] _counts = new long[BucketCount];
    private long _max;

    /// <summary>Counts one number; a negative one as 0. For the one writer. Wait-free, no allocation; real-time-safe.</summary>
    [RealTime]
    public void Record(long value)
    {
        value = Math.Max(0, value);

        // The maximum goes first and the count is a release: whoever sees the count sees a maximum that is no less.
        if (value > _max) Volatile.Write(ref _max, value);
        ref var count = ref _counts[BucketOf(value)];
        Volatile.Write(ref count, count + 1);
    }

    /// <summary>Takes a new snapshot. Thread-safe; allocates, so not real-time-safe.</summary>
    public HistogramSnapshot Snapshot()
    {
        var snapshot = new HistogramSnapshot();
        CopyTo(snapshot);
        return snapshot;
    }

    /// <summary>
    /// Takes a snapshot into one that exists, overwriting it. Thread-safe for the histogram; wait-free, no allocation; about a
    /// microsecond, so not for audio threads.
    /// </summary>
    /// <remarks>
    /// Each count is read whole, and counts only grow, so a later snapshot is never less than an earlier one in any bucket. What is
    /// recorded during the copy is in it or not; <see cref="HistogramSnapshot.Count"/>, mean and quantiles are all derived from
    /// the counts that were copied and therefore always agree with each other.
    /// </remarks>
    public void CopyTo(HistogramSnapshot target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var counts = target.Counts;
        for (var i = 0; i < counts.Length; i++) counts[i] = Volatile.Read(ref _counts[i]);
        target.Largest = Volatile.Read(ref _max);
        target.CountAnew();
    }

    /// <summary>The bucket of a number ≥ 0: its leading seven bits, and how far they were shifted.</summary>
    [RealTime]
    internal static int BucketOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - SubBucketBits);
        return (shift << SubBucketBits) + (int)(value >> shift);
    }

    /// <summary>The number that stands for all in a bucket: the middle one.</summary>
    internal static long MiddleOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> SubBucketBits) - 1);
        return ((long)(bucket - (shift << SubBucketBits)) << shift) + ((1L << shift) >> 1);
    }
}
