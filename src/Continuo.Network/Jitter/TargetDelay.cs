using Continuo.Diagnostics;

namespace Continuo.Network.Jitter;

/// <summary>
/// Decides how long audio is held back, from how late packets are: histograms of different memory each propose a delay, shadow
/// buffers live through the arrivals with them, and the one that would have cost least decides. One thread; real-time-safe.
/// </summary>
internal sealed class TargetDelay
{
    private const int HoldWindows = 4;
    private const long WindowNs = 500_000_000;
    private const int StartWindows = 5;
    private const double QuickForget = 0.7;
    private const double SlowForget = 0.988;
    private const double Hysteresis = 0.7;
    private const double CopyShareForget = 0.95;
    private readonly JitterBufferOptions _options;
    private readonly ShadowBuffer[] _shadows;
    private readonly double _minMs;
    private readonly double _maxMs;
    private readonly double _startMs;
    private readonly double[] _wanted = new double[HoldWindows];
    private int _chosen;
    private long _windowEnd;
    private int _windows;
    private double _greatest;
    private bool _greatestIsCopy;
    private double _copyShare;

    public TargetDelay(JitterBufferOptions options)
    {
        _options = options;
        _shadows = [new(QuickForget, options.Tolerance), new(SlowForget, options.Tolerance)];
        (_minMs, _maxMs, _startMs) = (options.MinDelay.TotalMilliseconds, options.MaxDelay.TotalMilliseconds, options.StartDelay.TotalMilliseconds);
        Decision = new DelayDecision(0, options.IsFixed ? DelayReason.Fixed : DelayReason.Start, _startMs, _startMs, 0, 0);
    }

    /// <summary>The target with its reason.</summary>
    [RealTime]
    public DelayDecision Decision { get; private set; }

    /// <summary>The target, in ms beyond the least transit.</summary>
    [RealTime]
    public double TargetMs => Decision.TargetMs;

    /// <summary>Forgets everything.</summary>
    [RealTime]
    public void Reset(long time)
    {
        foreach (var shadow in _shadows) shadow.Clear();
        Array.Clear(_wanted);
        (_windowEnd, _windows, _chosen, _greatest, _copyShare) = (time + WindowNs, 0, _shadows.Length - 1, double.MinValue, 0);
        Decision = new DelayDecision(time, _options.IsFixed ? DelayReason.Fixed : DelayReason.Start, _startMs, Decision.TargetMs, 0, 0);
    }

    /// <summary>Learns that a packet came, in one way or another, for the first time.</summary>
    /// <param name="time">When, in nanoseconds.</param>
    /// <param name="transitMs">Its transit.</param>
    /// <param name="zero">The transit that is delay zero.</param>
    /// <param name="isCopy">Whether it came in a later packet.</param>
    [RealTime]
    public void Observe(long time, double transitMs, double zero, bool isCopy)
    {
        if (time >= _windowEnd) EndWindow(time);
        if (transitMs > _greatest) (_greatest, _greatestIsCopy) = (transitMs, isCopy);
        foreach (var shadow in _shadows) shadow.Observe(transitMs, zero, _greatest);
        Decide(time);
    }

    [RealTime]
    private void EndWindow(long time)
    {
        if (_greatest > double.MinValue)
        {
            foreach (var shadow in _shadows) shadow.EndWindow(_greatest);
            _copyShare = _copyShare * CopyShareForget + (_greatestIsCopy ? 1 - CopyShareForget : 0);
            _windows++;
        }

        var best = 0;
        for (var i = 1; i < _shadows.Length; i++)
        {
            if (_shadows[i].Cost < _shadows[best].Cost) best = i;
        }

        if (_shadows[best].Cost < _shadows[_chosen].Cost * Hysteresis) _chosen = best;
        _wanted[_windows % HoldWindows] = 0;
        (_windowEnd, _greatest) = (time + WindowNs, double.MinValue);
    }

    [RealTime]
    private void Decide(long time)
    {
        if (_options.IsFixed) return;
        var shadow = _shadows[_chosen];
        _wanted[_windows % HoldWindows] = Math.Max(_wanted[_windows % HoldWindows], shadow.TargetMs);
        var wanted = shadow.TargetMs;
        foreach (var recent in _wanted) wanted = Math.Max(wanted, recent);
        var reason = _copyShare > shadow.ToleratedShare ? DelayReason.Redundancy : DelayReason.Jitter;
        if (_windows < StartWindows && wanted < _startMs) (wanted, reason) = (_startMs, DelayReason.Start);
        if (wanted <= _minMs) (wanted, reason) = (_minMs, DelayReason.Minimum);
        if (wanted > _maxMs) (wanted, reason) = (_maxMs, DelayReason.Maximum);
        if (Math.Abs(wanted - TargetMs) < 0.5 && reason == Decision.Reason) return;
        Decision = new DelayDecision(time, reason, wanted, TargetMs, shadow.ToleratedShare, shadow.MemorySeconds);
    }
}
