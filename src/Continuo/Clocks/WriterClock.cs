using Continuo.Diagnostics;

namespace Continuo.Clocks;

/// <summary>
/// How far a writer has come at any time, by when the frames it has handed over were captured; and how long they take to arrive.
/// For one thread; real-time-safe.
/// </summary>
/// <remarks>
/// From the last frame whose time is known it goes on at the writer's speed, which is what was counted over the last one to two spans of
/// 5 s.
/// The speed only bridges one block; the jitter of the times themselves is left to whoever asks.
/// </remarks>
[RealTime]
internal sealed class WriterClock(int sampleRate)
{
    private const double SpanSeconds = 5;
    private const double LeastSeconds = 0.5; // over less, the jitter of two times is more than the drift
    private const double StallSeconds = 0.05; // audio that arrives later than usual by so much was held up
    private const double UsualSeconds = 0.005; // what was held up with it arrives at once, until the last of it is as late as usual
    private const int FrequentStalls = 3; // in the last one to two spans; a delay is kept for them, but not for a single one
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

    /// <summary>The longest that frames took to arrive lately, from the capture of a block's first, in frames.</summary>
    public double ArrivalFrames =>
        Math.Max(Math.Max(_age, _ageBefore), _stalls + _stallsBefore >= FrequentStalls ? Math.Max(_held, _heldBefore) : 0);

    /// <summary>Forgets the speed and begins at a frame and its time.</summary>
    public void Restart(long frame, long time)
    {
        _perNanosecond = _nominal;
        _last = _spanStart = _spanBefore = (frame, time);
    }

    /// <summary>Takes a reading: a frame, later than those before, was captured at a time and had arrived at another (ns).</summary>
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

    /// <summary>The frame that the writer has come to at a time.</summary>
    public double FrameAt(long time) => _last.Frame + FramesBetween(_last.Time, time);

    /// <summary>Number of frames the writer captures from one time to another.</summary>
    public double FramesBetween(long from, long to) => (to - from) * _perNanosecond;
}
