namespace Continuo.Diagnostics;

/// <summary>
/// Contents of a <see cref="LogHistogram"/> at one instant, or a sum or difference of snapshots. Reusable, so repeated observation
/// allocates nothing. Values are in the histogram's unit, usually nanoseconds. Not thread-safe.
/// </summary>
public sealed class HistogramSnapshot
{
    /// <summary>Number of values recorded.</summary>
    public long Count { get; private set; }

    /// <summary>Mean, within <see cref="LogHistogram.MaxRelativeError"/>; 0 if there are no values.</summary>
    public double Mean
    {
        get
        {
            if (Count == 0) return 0;
            double sum = 0;
            for (var i = 0; i < Counts.Length; i++)
            {
                if (Counts[i] > 0) sum += (double)Counts[i] * LogHistogram.MiddleOf(i);
            }

            return sum / Count;
        }
    }

    /// <summary>The median.</summary>
    public long P50 => Quantile(0.5);

    /// <summary>The 90th percentile.</summary>
    public long P90 => Quantile(0.9);

    /// <summary>The 99th percentile.</summary>
    public long P99 => Quantile(0.99);

    /// <summary>The 99.9th percentile.</summary>
    public long P999 => Quantile(0.999);

    /// <summary>
    /// Maximum. Exact for a snapshot of a histogram and for a sum; within <see cref="LogHistogram.MaxRelativeError"/> for a difference.
    /// </summary>
    public long Max => Quantile(1);

    internal long[] Counts { get; } = new long[LogHistogram.BucketCount];

    /// <summary>The largest value ever recorded; at least as large as every value counted here.</summary>
    internal long Largest { get; set; }

    /// <summary>
    /// Returns the quantile <paramref name="q"/> (nearest rank), within <see cref="LogHistogram.MaxRelativeError"/>; 0 if there are no
    /// values.
    /// </summary>
    /// <param name="q">0…1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> is not 0…1.</exception>
    public long Quantile(double q)
    {
        if (q is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile is 0…1: 0.99 for the 99th percentile.");
        }

        var missing = Math.Clamp((long)Math.Ceiling(q * Count), 1, Math.Max(1, Count));
        for (var i = 0; i < Counts.Length; i++)
        {
            missing -= Counts[i];
            if (missing > 0) continue;

            // The last rank of the largest value's bucket is the largest value itself.
            if (missing == 0 && LogHistogram.BucketOf(Largest) == i) return Largest;
            return Math.Min(LogHistogram.MiddleOf(i), Largest);
        }

        return 0;
    }

    /// <summary>
    /// Counts the recorded values up to <paramref name="value"/>. The limit is rounded within
    /// <see cref="LogHistogram.MaxRelativeError"/>.
    /// </summary>
    public long CountUpTo(long value)
    {
        long count = 0;
        for (var i = 0; value >= 0 && i <= LogHistogram.BucketOf(value); i++) count += Counts[i];
        return count;
    }

    /// <summary>Copies another snapshot into this one.</summary>
    public void CopyFrom(HistogramSnapshot other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Counts.CopyTo(Counts, 0);
        (Count, Largest) = (other.Count, other.Largest);
    }

    /// <summary>Adds another snapshot, to combine several histograms.</summary>
    public void Add(HistogramSnapshot other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Counts.Length; i++) Counts[i] += other.Counts[i];
        Largest = Math.Max(Largest, other.Largest);
        Recount();
    }

    /// <summary>
    /// Subtracts an earlier snapshot of the same histogram or sum of histograms. The result contains the values recorded since then.
    /// </summary>
    public void Subtract(HistogramSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        for (var i = 0; i < Counts.Length; i++) Counts[i] = Math.Max(0, Counts[i] - earlier.Counts[i]);
        Recount();
    }

    internal void Recount()
    {
        long count = 0;
        foreach (var n in Counts) count += n;
        Count = count;
    }
}
