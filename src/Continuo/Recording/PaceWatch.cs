using Continuo.Audio;

namespace Continuo.Recording;

/// <summary>
/// Recognises a sink that is paced by a clock though it does not say so: while audio waits to be written, it takes frames at the speed of
/// real time. A disk or
/// network that has fallen behind is faster, or slower, but not just as fast for seconds.
/// </summary>
internal sealed class PaceWatch(AudioFormat format)
{
    /// <summary>A sink is judged while it is behind by at least this.</summary>
    public static readonly TimeSpan MinLag = TimeSpan.FromMilliseconds(100);

    private const long WindowNanoseconds = 1_500_000_000;
    private const int Windows = 2; // in a row: the first may be helped by chance, or by what a buffer takes at once
    private const double Tolerance = 0.02; // 30 ms in a window: a device's period, or a late thread

    private long _begin;
    private long _frames;
    private int _paced;

    /// <summary>Notes a write that has returned.</summary>
    /// <param name="now">When it did, in nanoseconds.</param>
    /// <param name="frames">Number of frames it wrote.</param>
    /// <param name="lag">How much audio waits to be written.</param>
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
