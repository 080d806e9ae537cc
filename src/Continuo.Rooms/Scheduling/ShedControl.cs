using Continuo.Diagnostics;

namespace Continuo.Rooms.Scheduling;

/// <summary>
/// Decides how much quality to give up: one step more after 0.2 s in which most periods were busy (above 70 %) or had a late tick; once the
/// encoders are as cheap as they get, only after a second above 95 %, because the next steps are heard. One less after a calm second (below
/// 50 %). A single stall costs nothing, because less quality would not have prevented it. A step that is needed
/// again soon after it was restored doubles the time of calm, up to 32 s. One thread.
/// </summary>
internal sealed class ShedControl
{
    private const double High = 0.70;
    private const double Full = 0.95;
    private const double Low = 0.5;
    private const int WindowPeriods = 5;
    private const int BusyPeriods = 3; // of a window
    private const int BusyWindows = 2;
    private const int FullWindows = 10;
    private const int LeastCalm = 50; // periods of 20 ms
    private const int MostCalm = 32 * LeastCalm;
    private const int SoonPeriods = 500;

    private int _periods, _busy, _windows;
    private int _calm, _calmNeeded = LeastCalm;
    private int _sinceRestored = SoonPeriods;
    private long _raised, _released;
    private int _step;

    /// <summary>Number of steps by which quality is reduced.</summary>
    [RealTime]
    public int Step => Volatile.Read(ref _step);

    /// <summary>Steps taken up and down.</summary>
    public (long Raised, long Released) Counts => (Volatile.Read(ref _raised), Volatile.Read(ref _released));

    /// <summary>Adds a period of 20 ms.</summary>
    /// <param name="used">Share of the period that the ticks took, 1 is all of it.</param>
    /// <param name="wasLate">Whether a tick ended after the next was due.</param>
    /// <returns>1 if a step was taken, −1 if one was restored, otherwise 0.</returns>
    [RealTime]
    public int Take(double used, bool wasLate)
    {
        _sinceRestored = Math.Min(_sinceRestored + 1, SoonPeriods);
        _calm = used < Low && !wasLate ? _calm + 1 : 0;
        if (_calm >= _calmNeeded && _step > 0) return Restore();
        if (_calm >= MostCalm) _calmNeeded = LeastCalm;
        var isLastResort = _step >= ShedSteps.EncoderSteps;
        if (used > (isLastResort ? Full : High) || wasLate) _busy++;
        if (++_periods < WindowPeriods) return 0;
        _windows = _busy >= BusyPeriods ? _windows + 1 : 0;
        (_periods, _busy) = (0, 0);
        return _windows >= (isLastResort ? FullWindows : BusyWindows) && _step < ShedSteps.Count ? Shed() : 0;
    }

    [RealTime]
    private int Shed()
    {
        if (_sinceRestored < SoonPeriods) _calmNeeded = Math.Min(2 * _calmNeeded, MostCalm);
        (_windows, _sinceRestored) = (0, SoonPeriods);
        Volatile.Write(ref _step, _step + 1);
        Volatile.Write(ref _raised, _raised + 1);
        return 1;
    }

    [RealTime]
    private int Restore()
    {
        (_calm, _sinceRestored) = (0, 0);
        Volatile.Write(ref _step, _step - 1);
        Volatile.Write(ref _released, _released + 1);
        return -1;
    }
}
