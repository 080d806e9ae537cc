using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>The least delay of the last few packets: where a route has become longer, it says so after so many. One thread; real-time-safe.</summary>
internal sealed class LastDelays
{
    private const int Packets = 8;
    private readonly double[] _delays = new double[Packets];
    private int _next;

    /// <summary>The least of them, in ms; 0 until so many have come.</summary>
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

    /// <summary>The newest packet came.</summary>
    [RealTime]
    public void Add(double delayMs)
    {
        _delays[_next] = delayMs;
        _next = (_next + 1) % Packets;
    }

    /// <summary>Forgets everything.</summary>
    [RealTime]
    public void Clear() => Array.Clear(_delays);
}
