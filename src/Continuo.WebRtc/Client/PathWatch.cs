namespace Continuo.WebRtc.Client;

/// <summary>
/// Decides when a client checks the path to its server, and when it doubts that the server is still there. Every consent of RFC 7675 is a
/// check; one is also sent as soon as the server has been silent, so that a dead server is noticed within about a second. Doubt ends
/// nothing: it only says that the server should be asked again by HTTP. One thread; the caller gives the time in nanoseconds of one clock.
/// </summary>
/// <param name="now">Time of the beginning.</param>
internal sealed class PathWatch(long now)
{
    private const long ConsentNanoseconds = 2_500_000_000;
    private const long QuietNanoseconds = 400_000_000;
    private const long DoubtNanoseconds = 1_000_000_000;
    private const long MaxRoundTripNanoseconds = 1_000_000_000;

    private long _heard = now;
    private long _nextConsent = now;
    private long _longestRoundTrip;

    /// <summary>Whether a check is to be sent now. Call it at most every 100 ms; if it is true, a check is sent.</summary>
    public bool IsCheckDue(long now)
    {
        if (now < _nextConsent && now - _heard < QuietNanoseconds) return false;
        _nextConsent = now + ConsentNanoseconds;
        return true;
    }

    /// <summary>An authentic packet has come.</summary>
    public void Hear(long now) => _heard = Math.Max(_heard, now);

    /// <summary>A check that was sent at a time has been answered.</summary>
    public void HearAnswer(long sent, long now)
    {
        Hear(now);
        _longestRoundTrip = Math.Clamp(now - sent, _longestRoundTrip, MaxRoundTripNanoseconds);
    }

    /// <summary>
    /// Whether nothing has come for so long that six or more checks in a row are unanswered: one second, and two of the longest round trips
    /// so far.
    /// </summary>
    public bool IsInDoubt(long now) => now - _heard > DoubtNanoseconds + (2 * _longestRoundTrip);
}
