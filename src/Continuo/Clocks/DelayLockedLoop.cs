using Continuo.Diagnostics;

namespace Continuo.Clocks;

/// <summary>
/// Relates a device's frame count to the monotonic clock: a second-order delay-locked loop that smooths the jitter of single readings and
/// follows the device's true rate.
/// </summary>
/// <remarks>
/// After F. Adriaensen, "Using a DLL to filter time" (Linux Audio Conference 2005): with loop bandwidth B and a reading every T seconds, ω
/// = 2πBT, and each reading's error e corrects the time by √2·ω·e and the period by ω²·e. The bandwidth falls from 2 Hz to 0.1 Hz over the
/// first readings, so the loop locks within about a second and has low jitter afterwards. Not thread-safe; <see cref="Update"/> and
/// <see cref="TimeOf"/> are real-time-safe.
/// </remarks>
internal sealed class DelayLockedLoop
{
    private const double FirstBandwidth = 2.0;
    private const double LastBandwidth = 0.1;
    private const double MaxRateError = 0.002;

    private readonly double _nominal;
    private double _time;
    private long _position;
    private double _perFrame;
    private double _bandwidth;

    /// <summary>Creates a loop for a nominal rate in frames per second.</summary>
    public DelayLockedLoop(int sampleRate)
    {
        _nominal = 1e9 / sampleRate;
        Reset(0, 0);
    }

    /// <summary>How much faster the device runs than nominal, in parts per million of the monotonic clock.</summary>
    [RealTime]
    public double DriftPpm => (_nominal / _perFrame - 1) * 1e6;

    /// <summary>Restarts the loop: frame <paramref name="position"/> was at <paramref name="time"/> (ns).</summary>
    [RealTime]
    public void Reset(long position, long time)
    {
        _perFrame = _nominal;
        _bandwidth = FirstBandwidth;
        Rebase(position, time);
    }

    /// <summary>Keeps the learnt rate and sets the time of frame <paramref name="position"/> to <paramref name="time"/> (ns).</summary>
    [RealTime]
    public void Rebase(long position, long time)
    {
        _position = position;
        _time = time;
    }

    /// <summary>The time of a frame in nanoseconds, rounded to the nearest.</summary>
    [RealTime]
    public long TimeOf(long position) => (long)Math.Round(_time + (position - _position) * _perFrame);

    /// <summary>The frame at a time, rounded down.</summary>
    [RealTime]
    public long PositionAt(long time) => _position + (long)Math.Floor((time - _time) / _perFrame);

    /// <summary>
    /// Adds a reading: frame <paramref name="position"/> was measured at <paramref name="time"/> (ns). Positions must increase.
    /// </summary>
    [RealTime]
    public void Update(long position, long time)
    {
        var frames = position - _position;
        if (frames <= 0) return;
        var predicted = _time + frames * _perFrame;
        var error = time - predicted;
        var omega = Math.Min(0.5, 2 * Math.PI * _bandwidth * frames * _nominal * 1e-9);
        _perFrame += omega * omega * error / frames;
        _perFrame = Math.Clamp(_perFrame, _nominal * (1 - MaxRateError), _nominal * (1 + MaxRateError));
        _time = predicted + Math.Sqrt(2) * omega * error;
        _position = position;
        _bandwidth = Math.Max(LastBandwidth, _bandwidth * (1 - Math.Min(0.5, frames * _nominal * 1e-9)));
    }
}
