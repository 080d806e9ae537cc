using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Playing;

/// <summary>
/// Estimates which output frame is heard now: from the number of frames rendered and still buffered at the last report, extrapolated by the
/// clock. One thread reports, any thread reads.
/// </summary>
internal sealed class OutputClock(AudioFormat format, MonotonicClock clock)
{
    private readonly SeqLock<OutputPoint> _last = new();
    private OutputPoint _reported; // used by the reporting thread only

    private readonly record struct OutputPoint(long Rendered, long Latency, long Time, bool IsKnown);

    [RealTime]
    public void Report(long rendered, long latency, long time)
    {
        _reported = new OutputPoint(rendered, latency, time, true);
        _last.Set(_reported);
    }

    /// <summary>When the next rendered frame is heard; without a report, now. For the reporting thread.</summary>
    /// <param name="rendered">Number of frames rendered so far.</param>
    /// <param name="delay">Frames between rendering and output, such as the mixer's latency.</param>
    [RealTime]
    public RenderTime Next(long rendered, int delay)
    {
        var now = clock.Now;
        if (!_reported.IsKnown) return new RenderTime(now, now);
        var left = _reported.Latency + delay + (rendered - _reported.Rendered);
        return new RenderTime(now, Math.Max(now, _reported.Time + format.ToNanoseconds(left)));
    }

    /// <summary>
    /// The frame that is heard now, of <paramref name="rendered"/> frames rendered; without a report, the last one. Thread-safe; lock-free.
    /// </summary>
    public long Heard(long rendered)
    {
        var last = _last.Get();
        if (!last.IsKnown) return rendered;
        var onTheWay = Math.Max(0, last.Latency - format.ToFrames(clock.Now - last.Time));
        return Math.Max(0, last.Rendered - onTheWay);
    }
}
