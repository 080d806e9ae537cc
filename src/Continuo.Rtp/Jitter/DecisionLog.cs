using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// The last significant changes of the target delay; a small change replaces the one before it. One writer; real-time-safe.
/// </summary>
internal sealed class DecisionLog
{
    private const int Length = 16;
    private const double SignificantMs = 3;
    private readonly DelayDecision[] _entries = new DelayDecision[Length];
    private long _count;

    /// <summary>Records the current decision.</summary>
    [RealTime]
    public void Note(in DelayDecision decision)
    {
        if (_count == 0)
        {
            _entries[_count++ % Length] = decision;
            return;
        }

        ref var last = ref _entries[(_count - 1) % Length];
        if (last.Time == decision.Time || last.Reason == decision.Reason && Math.Abs(decision.TargetMs - last.TargetMs) < SignificantMs)
        {
            return;
        }

        var previous = last.TargetMs;
        _entries[_count++ % Length] = decision with { PreviousMs = previous };
    }

    /// <summary>The decisions, newest first.</summary>
    public DelayDecision[] ToArray()
    {
        var entries = new DelayDecision[Math.Min(_count, Length)];
        for (var i = 0; i < entries.Length; i++) entries[i] = _entries[(_count - 1 - i) % Length];
        return entries;
    }
}
