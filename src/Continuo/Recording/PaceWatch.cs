using Continuo.Audio;

namespace Continuo.Recording;

/// <summary>
/// Detects a sink that is paced by a clock without declaring it: while audio waits to be written, it accepts frames at the speed of real
/// time. A slow disk or network is faster or slower, but not exactly as fast for seconds.
/// </summary>
internal sealed class PaceWatch(AudioFormat format)
{
    /// <summary>A sink is judged while its lag is at least this.</summary>
    public static readonly TimeSpan MinLag = TimeSpan.FromMilliseconds(100);

    private const long WindowNanoseconds = 1_500_000_000;
    private const int Windows = 2; // in a row: the first may match by chance, or because of what a buffer accepts at once
    private const double Tolerance = 0.02; // 30 ms per window: a device's period, or a late thread

    private long _begin;
    private long _frames;
    private int _paced;

    /// <summary>Records a write that has returned.</summary>
    /// <param name="now">Time of its return in nanoseconds.</param>
    /// <param name="frames">Number of frames written.</param>
    /// <param name="lag">Duration of the audio that waits to be written.</param>
    /// <returns>Whether the sink is paced by a clock.</returns>
    public bool Note(long now, int frames, TimeSpan lag)
    {
        if (lag < MinLag)
        {
            Restart(now);
            _paced = 0;
            return false;
        }

        _frames += frames;
        if (now - _begin < WindowNanoseconds) return false;
        var speed = format.ToNanoseconds(_frames) / (double)(now - _begin);
        _paced = Math.Abs(speed - 1) <= Tolerance ? _paced + 1 : 0;
        Restart(now);
        return _paced >= Windows;
    }

    private void Restart(long now) => (_begin, _frames) = (now, 0);
}
