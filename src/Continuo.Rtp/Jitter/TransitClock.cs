using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Relates the sender's frames to the receiver's clock: the transit of a packet is its arrival time minus its media time, up to a constant,
/// with the drift of the two clocks removed. The minimum transit of the last ten seconds is delay zero. Not thread-safe; real-time-safe.
/// </summary>
/// <remarks>
/// The drift is the median slope between the minimum transits of the last seconds (Theil, Sen): minimum transits are hardly affected by
/// network jitter, and a median is not affected by its steps. Slopes that no crystal can have are ignored; the others are counted in steps
/// of 10 ppm.
/// </remarks>
internal sealed class TransitClock(AudioFormat format)
{
    private const int Seconds = 32;
    private const int BaseSeconds = 10;
    private const double LeastApartMs = 3000;
    private const int LeastSlopes = 10;
    private const int SlopeSteps = 150;
    private const double PpmPerStep = 10;
    private const double MaxRecentMs = 10_000;

    private readonly double _msPerFrame = 1000.0 / format.SampleRate;
    private readonly double[] _leastRaw = new double[Seconds];
    private readonly double[] _leastTimes = new double[Seconds];
    private readonly double[] _least = new double[BaseSeconds];
    private readonly int[] _slopes = new int[2 * SlopeSteps + 1];
    private long _time;
    private long _mediaTime;
    private long _driftTime;
    private double _driftMs;
    private long _second;
    private int _seconds;

    /// <summary>Clock drift in ppm; positive if the sender's clock is slower than the local clock.</summary>
    [RealTime]
    public double DriftPpm { get; private set; }

    /// <summary>The minimum transit, which is delay zero, in ms.</summary>
    [RealTime]
    public double Base { get; private set; }

    /// <summary>The minimum delay of the last two to three seconds, in ms above <see cref="Base"/>.</summary>
    [RealTime]
    public double RecentMs { get; private set; }

    /// <summary>Restarts with a packet's arrival.</summary>
    [RealTime]
    public void Reset(long mediaTime, long time)
    {
        (_mediaTime, _time, _driftTime, _driftMs, DriftPpm) = (mediaTime, time, time, 0, 0);
        (_second, _seconds) = (0, 0);
        (Base, RecentMs) = (0, 0);
        Array.Fill(_least, double.MaxValue);
        BeginSecond();
    }

    /// <summary>Transit of a frame that arrives, or is played, at a time.</summary>
    [RealTime]
    public double TransitOf(long mediaTime, long time) =>
        Raw(mediaTime, time) - _driftMs - (time - _driftTime) * 1e-6 * DriftPpm * 1e-6;

    /// <summary>Delay of a frame that is played at a time, in ms above <see cref="Base"/>.</summary>
    [RealTime]
    public double DelayOf(long mediaTime, long time) => TransitOf(mediaTime, time) - Base;

    /// <summary>Records a packet's arrival and returns its transit.</summary>
    [RealTime]
    public double Observe(long mediaTime, long time)
    {
        if ((time - _time) / 1_000_000_000 > _second) EndSecond(time);
        var transit = TransitOf(mediaTime, time);
        var raw = Raw(mediaTime, time);
        ref var least = ref _leastRaw[_seconds % Seconds];
        if (raw < least) (least, _leastTimes[_seconds % Seconds]) = (raw, (time - _time) * 1e-6);
        ref var recent = ref _least[_seconds % BaseSeconds];
        if (transit < recent) recent = transit;
        if (transit < Base) Base = transit;
        RecentMs = Math.Min(RecentMs, transit - Base);
        return transit;
    }

    [RealTime]
    private double Raw(long mediaTime, long time) => (time - _time) * 1e-6 - (mediaTime - _mediaTime) * _msPerFrame;

    [RealTime]
    private void BeginSecond()
    {
        _leastRaw[_seconds % Seconds] = double.MaxValue;
        _least[_seconds % BaseSeconds] = double.MaxValue;
    }

    [RealTime]
    private void EndSecond(long time)
    {
        _second = (time - _time) / 1_000_000_000;
        _driftMs += (time - _driftTime) * 1e-6 * DriftPpm * 1e-6;
        _driftTime = time;
        _seconds++;
        DriftPpm = Slope();
        BeginSecond();
        var least = double.MaxValue;
        foreach (var value in _least) least = Math.Min(least, value);
        if (least < double.MaxValue) Base = least;
        RecentMs = Math.Min(Of(1), Of(2)) - Base;
        if (RecentMs > MaxRecentMs) RecentMs = 0;
    }

    [RealTime]
    private double Of(int secondsAgo) => _least[Math.Max(0, _seconds - secondsAgo) % BaseSeconds];

    [RealTime]
    private double Slope()
    {
        var known = Math.Min(_seconds, Seconds);
        if (known < 6) return 0;
        Array.Clear(_slopes);
        var count = 0;
        for (var i = 0; i < known; i++)
        {
            for (var j = i + 1; j < known; j++)
            {
                var apart = _leastTimes[j] - _leastTimes[i];
                if (Math.Abs(apart) < LeastApartMs) continue;
                var step = Math.Round((_leastRaw[j] - _leastRaw[i]) / apart * 1e6 / PpmPerStep);
                if (Math.Abs(step) > SlopeSteps) continue;
                _slopes[SlopeSteps + (int)step]++;
                count++;
            }
        }

        return count < LeastSlopes ? DriftPpm : (MedianStep(count / 2) - SlopeSteps) * PpmPerStep;
    }

    [RealTime]
    private int MedianStep(int below)
    {
        var step = 0;
        for (var passed = _slopes[0]; passed <= below; passed += _slopes[step]) step++;
        return step;
    }
}
