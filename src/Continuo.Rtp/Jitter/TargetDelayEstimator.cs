using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Chooses the target delay from the lateness of packets: histograms with different memory each propose a delay, shadow buffers process the
/// arrivals with these delays, and the one with the lowest cost decides. Not thread-safe; real-time-safe.
/// </summary>
internal sealed class TargetDelayEstimator
{
    private const int HoldWindows = 4;
    private const long WindowNs = 500_000_000;
    private const int StartWindows = 2;
    private const double QuickForget = 0.7;
    private const double SlowForget = 0.988;
    private const double RegretWindows = 20;
    private const double LeastRegret = 50;
    private const double UnseenWeight = 0.5;
    private const double UnseenMs = 20;
    private const double CopyShareForget = 0.95;
    private readonly JitterBufferOptions _options;
    private readonly ShadowBuffer[] _shadows;
    private readonly DelayMemory _stalls;
    private readonly double[] _regrets;
    private readonly double _minMs;
    private readonly double _maxMs;
    private readonly double _startMs;
    private readonly double[] _wanted = new double[HoldWindows];
    private int _chosen;
    private long _windowEnd;
    private int _windows;
    private double _greatest;
    private double _greatestInOrder;
    private bool _greatestIsCopy;
    private double _copyShare;

    public TargetDelayEstimator(JitterBufferOptions options)
    {
        _options = options;
        _shadows = [new(QuickForget, options.Tolerance), new(SlowForget, options.Tolerance)];
        _regrets = new double[_shadows.Length];
        _stalls = new DelayMemory(SlowForget, options.Tolerance);
        (_minMs, _maxMs, _startMs) = (options.MinDelay.TotalMilliseconds, options.MaxDelay.TotalMilliseconds,
            options.StartDelay.TotalMilliseconds);
        Decision = new DelayDecision(0, options.IsFixed || options.IsExact ? DelayReason.Fixed : DelayReason.Start, _startMs, _startMs, 0,
            0);
    }

    /// <summary>The target with its reason.</summary>
    [RealTime]
    public DelayDecision Decision { get; private set; }

    /// <summary>The target, in ms above the minimum transit.</summary>
    [RealTime]
    public double TargetMs => Decision.TargetMs;

    /// <summary>The target that the arrivals suggest, in ms, without the limits; 0 if the delay is fixed.</summary>
    [RealTime]
    public double WishMs { get; private set; }

    /// <summary>Clears all state.</summary>
    [RealTime]
    public void Reset(long time)
    {
        foreach (var shadow in _shadows) shadow.Clear();
        Array.Clear(_wanted);
        Array.Clear(_regrets);
        _stalls.Clear();
        (_windowEnd, _windows, _chosen, _copyShare) = (time + WindowNs, 0, _shadows.Length - 1, 0);
        (_greatest, _greatestInOrder) = (double.MinValue, double.MinValue);
        WishMs = 0;
        Decision = new DelayDecision(time, _options.IsFixed || _options.IsExact ? DelayReason.Fixed : DelayReason.Start, _startMs,
            Decision.TargetMs, 0, 0);
    }

    /// <summary>
    /// Probability, 0…1, that a packet that is already late will be later than a given delay: of the half-seconds with the first lateness,
    /// the share that also had the second. Without observations a long tail is assumed.
    /// </summary>
    [RealTime]
    public double ChanceBeyond(double delayMs, double lateMs, double zero) =>
        (_stalls.Above(zero + delayMs) + Unseen(delayMs)) / (_stalls.Above(zero + lateMs) + Unseen(lateMs));

    [RealTime]
    private static double Unseen(double delayMs) => UnseenWeight * UnseenMs / (UnseenMs + Math.Max(0, delayMs));

    /// <summary>Records the first arrival of a packet, directly or as a copy.</summary>
    /// <param name="time">Arrival time, in nanoseconds.</param>
    /// <param name="transitMs">Its transit.</param>
    /// <param name="zero">The transit that is delay zero.</param>
    /// <param name="isCopy">Whether it came in a later packet.</param>
    /// <param name="isNewest">Whether it is newer than all before it.</param>
    [RealTime]
    public void Observe(long time, double transitMs, double zero, bool isCopy, bool isNewest)
    {
        if (time >= _windowEnd) EndWindow(time);
        if (transitMs > _greatest) (_greatest, _greatestIsCopy) = (transitMs, isCopy);
        if (isNewest) _greatestInOrder = Math.Max(_greatestInOrder, transitMs);
        foreach (var shadow in _shadows) shadow.Observe(transitMs, zero, _greatest, isCopy);
        Decide(time);
    }

    [RealTime]
    private void EndWindow(long time)
    {
        if (_greatestInOrder > double.MinValue) _stalls.Add(_greatestInOrder);
        if (_greatest > double.MinValue)
        {
            foreach (var shadow in _shadows) shadow.EndWindow(_greatest);
            _copyShare = _copyShare * CopyShareForget + (_greatestIsCopy ? 1 - CopyShareForget : 0);
            _windows++;
            Choose();
        }

        _wanted[_windows % HoldWindows] = 0;
        (_windowEnd, _greatest, _greatestInOrder) = (time + WindowNs, double.MinValue, double.MinValue);
    }

    /// <summary>
    /// Switches to another buffer once the deciding one has cost more than the other could have saved in so many of its half-seconds.
    /// </summary>
    [RealTime]
    private void Choose()
    {
        var best = _chosen;
        for (var i = 0; i < _shadows.Length; i++)
        {
            _regrets[i] = Math.Max(0, _regrets[i] + _shadows[_chosen].Cost - _shadows[i].Cost);
            if (_regrets[i] > _regrets[best]) best = i;
        }

        if (_regrets[best] <= Math.Max(LeastRegret, RegretWindows * _shadows[_chosen].MeanCost)) return;
        _chosen = best;
        Array.Clear(_regrets);
    }

    [RealTime]
    private void Decide(long time)
    {
        if (_options.IsFixed || _options.IsExact) return;
        var shadow = _shadows[_chosen];
        _wanted[_windows % HoldWindows] = Math.Max(_wanted[_windows % HoldWindows], shadow.TargetMs);
        var wanted = shadow.TargetMs;
        foreach (var recent in _wanted) wanted = Math.Max(wanted, recent);
        WishMs = wanted;
        var reason = _copyShare > shadow.ToleratedShare ? DelayReason.Redundancy : DelayReason.Jitter;
        if (_windows < StartWindows && wanted < _startMs) (wanted, reason) = (_startMs, DelayReason.Start);
        if (wanted <= _minMs) (wanted, reason) = (_minMs, DelayReason.Minimum);
        if (wanted > _maxMs) (wanted, reason) = (_maxMs, DelayReason.Maximum);
        if (Math.Abs(wanted - TargetMs) < 0.5 && reason == Decision.Reason) return;
        Decision = new DelayDecision(time, reason, wanted, TargetMs, shadow.ToleratedShare, shadow.MemorySeconds);
    }
}
