using Continuo.Diagnostics;

namespace Continuo.Rooms.Scheduling;

/// <summary>
/// Decides how much quality to give up: one step more when ticks of a tenth of a second took more than 70 % of their time on average or
/// one was late, one less after five seconds below 35 %. One thread.
/// </summary>
internal sealed class ShedControl
{
    private const double High = 0.70;
    private const double Low = 0.35;
    private const int WindowTicks = 5;
    private const int CalmTicks = 250;

    private double _used;
    private int _ticks;
    private int _calm;
    private bool _wasLate;
    private long _raised, _released;
    private int _step;

    /// <summary>Number of steps by which quality is reduced.</summary>
    [RealTime]
    public int Step => Volatile.Read(ref _step);

    /// <summary>Steps taken up and down.</summary>
    public (long Raised, long Released) Counts => (Volatile.Read(ref _raised), Volatile.Read(ref _released));

    /// <summary>Adds a period.</summary>
    /// <param name="used">Share of the period that the ticks took, 1 is all of it.</param>
    /// <param name="wasLate">Whether a tick ended after the next was due.</param>
    /// <returns>1 if a step was taken, −1 if one was restored, otherwise 0.</returns>
    [RealTime]
    public int Take(double used, bool wasLate)
    {
        _used += used;
        _wasLate |= wasLate;
        _calm = used < Low && !wasLate ? _calm + 1 : 0;
        if (_calm >= CalmTicks && _step > 0)
        {
            _calm = 0;
            Volatile.Write(ref _step, _step - 1);
            Volatile.Write(ref _released, _released + 1);
            return -1;
        }

        if (++_ticks < WindowTicks) return 0;
        var isHigh = _used > High * WindowTicks || _wasLate;
        (_used, _ticks, _wasLate) = (0, 0, false);
        if (!isHigh || _step == ShedSteps.Count) return 0;
        Volatile.Write(ref _step, _step + 1);
        Volatile.Write(ref _raised, _raised + 1);
        return 1;
    }
}
