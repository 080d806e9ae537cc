using Continuo.Diagnostics;

namespace Continuo.Clocks;

/// <summary>
/// Estimates the writer's position at any time from the capture times of its frames, and how long frames take to arrive. Not thread-safe;
/// real-time-safe.
/// </summary>
/// <remarks>
///  Extrapolates from the last known frame at the writer's speed, which is measured over the last one to two periods of 5 s. The speed only
/// bridges one block; jitter of the times themselves is not smoothed here.
/// </remarks>
[RealTime]
internal sealed class WriterClock(int sampleRate)
{
    private const double SpanSeconds = 5;
    private const double LeastSeconds = 0.5; // over a shorter time, the jitter of two readings exceeds the drift
    private const double StallSeconds = 0.05; // audio that arrives this much later than usual was stalled
    private const double UsualSeconds = 0.005; // a stall ends when frames are again at most this late
    private const int FrequentStalls = 3; // in the last one to two periods; the delay is kept for frequent stalls, but not for a single one
    private const double MaxSpeed = FractionalResampler.MaxPpm * 1e-6;

    private readonly double _nominal = sampleRate * 1e-9; // frames per nanosecond
    private readonly double _span = SpanSeconds * sampleRate;
    private double _perNanosecond = sampleRate * 1e-9;
    private (long Frame, long Time) _last;
    private (long Frame, long Time) _spanStart;
    private (long Frame, long Time) _spanBefore;
    private double _age;
    private double _ageBefore;
    private double _least = double.MaxValue;
    private double _leastBefore = double.MaxValue;
    private double _held;
    private double _heldBefore;
    private int _stalls;
    private int _stallsBefore;
    private bool _isStalled;

    /// <summary>Longest recent time from the capture of a block's first frame to its arrival, in frames.</summary>
    public double ArrivalFrames =>
        Math.Max(Math.Max(_age, _ageBefore), _stalls + _stallsBefore >= FrequentStalls ? Math.Max(_held, _heldBefore) : 0);

    /// <summary>Discards the measured speed and restarts at a frame and its time.</summary>
    public void Restart(long frame, long time)
    {
        _perNanosecond = _nominal;
        _last = _spanStart = _spanBefore = (frame, time);
    }

    /// <summary>Adds a reading: capture time and arrival time (ns) of a frame after the previous ones.</summary>
    public void Note(long frame, long time, long arrivalTime)
    {
        var age = FramesBetween(time, arrivalTime);
        _last = (frame, time);
        if (frame - _spanBefore.Frame >= LeastSeconds * sampleRate && time > _spanBefore.Time)
        {
            var speed = (frame - _spanBefore.Frame) / (_nominal * (time - _spanBefore.Time)) - 1;
            _perNanosecond = _nominal * (1 + Math.Clamp(speed, -MaxSpeed, MaxSpeed));
        }

        _least = Math.Min(_least, age);
        var isStall = age > Math.Min(_least, _leastBefore) + (_isStalled ? UsualSeconds : StallSeconds) * sampleRate;
        if (isStall && !_isStalled) _stalls++;
        _isStalled = isStall;
        if (isStall) _held = Math.Max(_held, age);
        else _age = Math.Max(_age, age);
        if (frame - _spanStart.Frame < _span) return;
        (_spanBefore, _spanStart) = (_spanStart, _last);
        (_ageBefore, _age) = (_age, isStall ? 0 : age);
        (_leastBefore, _least) = (_least, age);
        (_heldBefore, _held) = (_held, 0);
        (_stallsBefore, _stalls) = (_stalls, 0);
    }

    /// <summary>The writer's frame position at a time.</summary>
    public double FrameAt(long time) => _last.Frame + FramesBetween(_last.Time, time);

    /// <summary>Number of frames that the writer captures between two times.</summary>
    public double FramesBetween(long from, long to) => (to - from) * _perNanosecond;
}
