using System.Numerics;

namespace Continuo.Diagnostics;

/// <summary>
/// A preallocated log-linear histogram of non-negative values, usually nanoseconds, over the whole range of <see cref="long"/>. Every
/// octave has 64 buckets, so the error is at most 1/128 (0.8 %); values below 128 are exact. 3712 buckets, 29 KB.
/// </summary>
/// <remarks>
/// <para>One writer at a time calls <see cref="Record"/>; any number of threads take snapshots meanwhile. The design is that of
/// HdrHistogram, without a range to configure and so without an overflow to account for.</para>
/// <para>There is no reset, because it would be a second writer. To observe an interval, keep the previous snapshot and subtract it
/// (<see cref="HistogramSnapshot.Subtract"/>). Observers do not affect each other.</para>
/// </remarks>
internal sealed class LogHistogram
{
    /// <summary>Maximum relative error of a quantile or mean.</summary>
    public const double MaxRelativeError = 1.0 / (2 << SubBucketBits);

    internal const int BucketCount = (62 - SubBucketBits + 2) << SubBucketBits;
    private const int SubBucketBits = 6;

    private readonly long[] _counts = new long[BucketCount];
    private long _max;

    /// <summary>Records one value; negative values count as 0. One writer at a time. Wait-free, no allocation; real-time-safe.</summary>
    [RealTime]
    public void Record(long value)
    {
        value = Math.Max(0, value);

        // The maximum is written first and the count with a release: a reader that sees the count sees a maximum that is at least as large.
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
    /// Copies the histogram into an existing snapshot. Thread-safe for the histogram; wait-free, no allocation. Takes about a
    /// microsecond, so do not call it on audio threads.
    /// </summary>
    /// <remarks>
    /// Counts are read atomically and only grow, so no bucket of a later snapshot is less than in an earlier one. A value recorded during
    /// the copy may or may not be included. <see cref="HistogramSnapshot.Count"/>, mean and quantiles are computed from the copied counts
    /// and therefore agree with each other.
    /// </remarks>
    public void CopyTo(HistogramSnapshot target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var counts = target.Counts;
        for (var i = 0; i < counts.Length; i++) counts[i] = Volatile.Read(ref _counts[i]);
        target.Largest = Volatile.Read(ref _max);
        target.Recount();
    }

    /// <summary>The bucket of a value ≥ 0: its leading seven bits and the shift.</summary>
    [RealTime]
    internal static int BucketOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - SubBucketBits);
        return (shift << SubBucketBits) + (int)(value >> shift);
    }

    /// <summary>The value that represents a bucket: its middle.</summary>
    internal static long MiddleOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> SubBucketBits) - 1);
        return ((long)(bucket - (shift << SubBucketBits)) << shift) + ((1L << shift) >> 1);
    }
}
