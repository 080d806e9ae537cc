using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Playing;

/// <summary>
/// Which output frame is heard now: at the last report so many had been rendered, of which so many were still on their way; since then
/// the clock has gone on. One thread reports, any asks.
/// </summary>
internal sealed class OutputClock(AudioFormat format, MonotonicClock clock)
{
    private readonly SeqLock<OutputPoint> _last = new();
    private OutputPoint _reported; // the reporting thread's own

    private readonly record struct OutputPoint(long Rendered, long Latency, long Time, bool IsKnown);

    [RealTime]
    public void Report(long rendered, long latency, long time)
    {
        _reported = new OutputPoint(rendered, latency, time, true);
        _last.Set(_reported);
    }

    /// <summary>When the frame that is rendered next is heard; without a report, now. For the reporting thread.</summary>
    /// <param name="rendered">Number of have been rendered.</param>
    /// <param name="delay">Number of frames it takes from being rendered to being part of those.</param>
    [RealTime]
    public RenderTime Next(long rendered, int delay)
    {
        var now = clock.Now;
        if (!_reported.IsKnown) return new RenderTime(now, now);
        var left = _reported.Latency + delay + (rendered - _reported.Rendered);
        return new RenderTime(now, Math.Max(now, _reported.Time + format.ToNanoseconds(left)));
    }

    /// <summary>
    /// The frame that is heard now, of <paramref name="rendered"/> that have been rendered; without a report it is the last. Thread-safe;
    /// lock-free.
    /// </summary>
    public long Heard(long rendered)
    {
        var last = _last.Get();
        if (!last.IsKnown) return rendered;
        var onTheWay = Math.Max(0, last.Latency - format.ToFrames(clock.Now - last.Time));
        return Math.Max(0, last.Rendered - onTheWay);
    }
}
