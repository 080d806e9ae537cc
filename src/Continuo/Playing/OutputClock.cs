using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>
/// Which output frame is heard now: at the last report so many had been rendered, of which so many were still on their way; since then
/// the clock has gone on. One thread reports, any asks.
/// </summary>
internal sealed class OutputClock(AudioFormat format, MonotonicClock clock)
{
    private int _version; // odd while the report changes
    private long _rendered;
    private long _latency;
    private long _time = -1;

    [RealTime]
    public void Report(long rendered, long latency, long time)
    {
        Volatile.Write(ref _version, _version + 1);
        Volatile.WriteBarrier();
        (_rendered, _latency, _time) = (rendered, latency, time);
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>The frame that is heard now, of <paramref name="rendered"/> that have been rendered; without a report it is the last. Thread-safe; lock-free.</summary>
    public long Heard(long rendered)
    {
        while (true)
        {
            var version = Volatile.Read(ref _version);
            var (last, latency, time) = (_rendered, _latency, _time);
            Volatile.ReadBarrier();
            if ((version & 1) != 0 || version != Volatile.Read(ref _version)) continue;
            if (time < 0) return rendered;
            var onTheWay = Math.Max(0, latency - format.ToFrames(clock.Now - time));
            return Math.Max(0, last - onTheWay);
        }
    }
}
