namespace Continuo.Rtp.Reception;

/// <summary>
/// When to send reports (RFC 3550, 6.2 and A.7): every five seconds, varied by a half so that many receivers do not speak at once, the
/// first one after half of that. With many sources the pauses grow so that a report's size divided by them stays small.
/// </summary>
internal sealed class RtcpSchedule
{
    private const double MeanSeconds = 5;
    private const double Compensation = 1.21828; // e − 3/2: what the reconsideration of the algorithm shortens
    private const int SourcesPerMean = 1000;

    private readonly Random _random;

    public RtcpSchedule(Random random, long now)
    {
        _random = random;
        Next = now + Interval(MeanSeconds / 2);
    }

    /// <summary>When, in nanoseconds.</summary>
    public long Next { get; private set; }

    /// <summary>Whether it is time; then the next time is set.</summary>
    public bool IsDue(long now, int sources)
    {
        if (now < Next) return false;
        Next = now + Interval(MeanSeconds * Math.Max(1, (double)sources / SourcesPerMean));
        return sources > 0;
    }

    private long Interval(double mean) => (long)(mean * (0.5 + _random.NextDouble()) / Compensation * 1e9);
}
