namespace Continuo.Diagnostics;

/// <summary>
/// What a <see cref="LogHistogram"/> held at one instant, or the sum or difference of such. Reusable, so that observing again and again
/// allocates nothing. Numbers are in the histogram's unit, usually nanoseconds. Not thread-safe: a snapshot has one owner.
/// </summary>
public sealed class HistogramSnapshot
{
    /// <summary>How many numbers were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean, within <see cref="LogHistogram.MaxRelativeError"/>; 0 if there are none.</summary>
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

    /// <summary>What 90 % do not exceed.</summary>
    public long P90 => Quantile(0.9);

    /// <summary>What 99 % do not exceed.</summary>
    public long P99 => Quantile(0.99);

    /// <summary>What 99.9 % do not exceed.</summary>
    public long P999 => Quantile(0.999);

    /// <summary>The largest; exact in a snapshot of a histogram and in a sum of such; in a difference within <see cref="LogHistogram.MaxRelativeError"/>.</summary>
    public long Max => Quantile(1);

    internal long[] Counts { get; } = new long[LogHistogram.BucketCount];

    /// <summary>The largest number ever recorded; at least every number that is counted here.</summary>
    internal long Largest { get; set; }

    /// <summary>
    /// The smallest recorded number that at least the share <paramref name="q"/> of all does not exceed (nearest rank), within
    /// <see cref="LogHistogram.MaxRelativeError"/>; 0 if there are none.
    /// </summary>
    /// <param name="q">0…1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> is not 0…1.</exception>
    public long Quantile(double q)
    {
        if (q is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile is 0…1: 0.99 for the 99th percentile.");
        var missing = Math.Clamp((long)Math.Ceiling(q * Count), 1, Math.Max(1, Count));
        for (var i = 0; i < Counts.Length; i++)
        {
            missing -= Counts[i];
            if (missing > 0) continue;

            // The last rank of the largest number's bucket is the largest number itself.
            if (missing == 0 && LogHistogram.BucketOf(Largest) == i) return Largest;
            return Math.Min(LogHistogram.MiddleOf(i), Largest);
        }

        return 0;
    }

    /// <summary>How many of the recorded numbers do not exceed <paramref name="value"/>, which is taken within <see cref="LogHistogram.MaxRelativeError"/>.</summary>
    public long CountUpTo(long value)
    {
        long count = 0;
        for (var i = 0; value >= 0 && i <= LogHistogram.BucketOf(value); i++) count += Counts[i];
        return count;
    }

    /// <summary>Makes this equal to another snapshot.</summary>
    public void CopyFrom(HistogramSnapshot other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Counts.CopyTo(Counts, 0);
        (Count, Largest) = (other.Count, other.Largest);
    }

    /// <summary>Adds what another snapshot holds, to see several histograms as one.</summary>
    public void Add(HistogramSnapshot other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Counts.Length; i++) Counts[i] += other.Counts[i];
        Largest = Math.Max(Largest, other.Largest);
        CountAnew();
    }

    /// <summary>Takes away what an earlier snapshot of the same histogram (or sum of histograms) held: what is left came since.</summary>
    public void Subtract(HistogramSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        for (var i = 0; i < Counts.Length; i++) Counts[i] = Math.Max(0, Counts[i] - earlier.Counts[i]);
        CountAnew();
    }

    internal void CountAnew()
    {
        long count = 0;
        foreach (var n in Counts) count += n;
        Count = count;
    }
}
