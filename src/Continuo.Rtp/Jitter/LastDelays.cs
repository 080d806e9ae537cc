using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// The lowest delay of the last few packets: it rises only after that many packets, when a route has become longer. Not thread-safe;
/// real-time-safe.
/// </summary>
internal sealed class LastDelays
{
    private const int Packets = 8;
    private readonly double[] _delays = new double[Packets];
    private int _next;

    /// <summary>The lowest delay in ms; 0 until enough packets have arrived.</summary>
    [RealTime]
    public double LeastMs
    {
        get
        {
            var least = double.MaxValue;
            foreach (var delay in _delays) least = Math.Min(least, delay);
            return least;
        }
    }

    /// <summary>Adds the delay of the newest packet.</summary>
    [RealTime]
    public void Add(double delayMs)
    {
        _delays[_next] = delayMs;
        _next = (_next + 1) % Packets;
    }

    /// <summary>Clears all delays.</summary>
    [RealTime]
    public void Clear() => Array.Clear(_delays);
}
