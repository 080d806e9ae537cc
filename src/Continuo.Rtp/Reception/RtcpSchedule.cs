namespace Continuo.Rtp.Reception;

/// <summary>
/// Schedules reports (RFC 3550, 6.2 and A.7): every five seconds, randomized by half so that receivers do not report at once; the first
/// after half of that. With many sources the interval grows, so that report traffic stays small.
/// </summary>
internal sealed class RtcpSchedule
{
    private const double MeanSeconds = 5;
    private const double Compensation = 1.21828; // e − 3/2: compensates for the shortening by timer reconsideration
    private const int SourcesPerMean = 1000;

    private readonly Random _random;

    public RtcpSchedule(Random random, long now)
    {
        _random = random;
        Next = now + Interval(MeanSeconds / 2);
    }

    /// <summary>Time of the next report, in nanoseconds.</summary>
    public long Next { get; private set; }

    /// <summary>Whether a report is due; if so, schedules the next.</summary>
    public bool IsDue(long now, int sources)
    {
        if (now < Next) return false;
        Next = now + Interval(MeanSeconds * Math.Max(1, (double)sources / SourcesPerMean));
        return sources > 0;
    }

    private long Interval(double mean) => (long)(mean * (0.5 + _random.NextDouble()) / Compensation * 1e9);
}
