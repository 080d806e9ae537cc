using System.Globalization;
using Continuo.Diagnostics;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Streams;

/// <summary>
/// Watches one stream from outside its threads: judges its health from what the capture loop last wrote, and tells when health or a
/// consumer's lag has changed. Looks every 100 ms while the stream runs (<see cref="HealthTimer"/>).
/// </summary>
internal sealed class HealthWatch : IDisposable
{
    /// <summary>A lag above this many chunks is <see cref="Pressure.Warning"/>.</summary>
    public const int WarnChunks = 10;

    /// <summary>A lag above this many chunks is <see cref="Pressure.Congested"/>.</summary>
    public const int CongestedChunks = 20;

    /// <summary>Nothing for this long is a stall. With the watch's own period it is seen within a second.</summary>
    public const long StallNanoseconds = 800_000_000;

    /// <summary>Nothing but silence for this long is <see cref="StreamHealth.Silent"/>.</summary>
    public const long SilenceNanoseconds = 1_000_000_000;

    private const long PressurePeriodNanoseconds = 1_000_000_000;

    private readonly AudioStream _stream;
    private readonly UserCode _userCode;
    private readonly Lock _timerLock = new(); // guards the flag below, and the change of what it says
    private bool _isOver;
    private int _looks; // how many looks are asked for, while one is taken
    private StreamHealth _told = StreamHealth.Starting;

    internal HealthWatch(AudioStream stream, UserCode userCode) => (_stream, _userCode) = (stream, userCode);

    /// <summary>Whether it looks by itself: while the stream runs.</summary>
    internal bool IsWatching => HealthTimer.Has(this);

    /// <summary>Judges the stream's health now. Thread-safe.</summary>
    public StreamHealth Judge()
    {
        var run = _stream.Run;
        var loop = run.Loop;
        var now = _stream.Options.Clock.Now;
        switch (loop.State)
        {
            case CaptureState.Failed: return StreamHealth.Failed;
            case CaptureState.Ended: return StreamHealth.Stopped;
            case CaptureState.Reopening: return StreamHealth.Recovering;
        }

        if (run.IsEnded) return StreamHealth.Stopped;
        if (!run.IsStarted) return StreamHealth.Starting;
        if (now - loop.Counters.LastArrival > StallNanoseconds && !IsHeldByReaders(run)) return StreamHealth.Stalled;
        if (loop.State == CaptureState.Waiting) return StreamHealth.Starting;
        return now - loop.Counters.LastSound > SilenceNanoseconds && loop.Counters.SilentChunks > 0 ? StreamHealth.Silent : StreamHealth.Flowing;
    }

    /// <summary>Looks once and tells what has changed. Called when <see cref="HealthTimer"/> has found a change; a simulation calls it itself.</summary>
    public void Look()
    {
        // One look at a time, as it raises events in order; one that is asked for meanwhile, by a handler for instance, is taken afterwards.
        if (Interlocked.Increment(ref _looks) != 1) return;
        int asked;
        do
        {
            asked = Volatile.Read(ref _looks);
            _userCode.Try(LookOnce, "The source's description"); // the only code of others here that is not guarded by itself
        }
        while (Interlocked.CompareExchange(ref _looks, 0, asked) != asked);
    }

    /// <summary>Ends the watching, after a last look.</summary>
    public void Dispose()
    {
        End(forGood: true);
        Look();
    }

    internal void Begin()
    {
        lock (_timerLock)
        {
            if (!_isOver && !IsWatching) HealthTimer.Add(this);
        }
    }

    /// <summary>Whether a look would find something to tell, or that the watching is over. Allocates nothing.</summary>
    internal bool HasNews()
    {
        try
        {
            return _stream.State is not (LifeState.Running or LifeState.Stopping) || Judge() != _told || HasPressureNews();
        }
        catch (Exception)
        {
            return true; // from a source's or clock's own code: the look counts and tells it
        }
    }

    private void End(bool forGood)
    {
        lock (_timerLock)
        {
            _isOver |= forGood;
            HealthTimer.Remove(this);
        }
    }

    private void LookOnce()
    {
        var isOver = _stream.State is not (LifeState.Running or LifeState.Stopping);
        LookAtHealth();
        LookAtPressure();

        // Nothing changes any more once the consumers have caught up. A start in the meantime is watched again.
        if (!isOver || _stream.Subscriptions.Any(s => s.ToldPressure.Pressure != Pressure.None)) return;
        End(forGood: false);
        if (_stream.State == LifeState.Running) Begin();
    }

    // An unpaced stream waits for its slowest reader: that is no stall of the source's.
    private static bool IsHeldByReaders(StreamRun run) => run.Source.Pace == SourcePace.Free;

    private void LookAtHealth()
    {
        var health = Judge();
        if (health == _told) return;
        var before = _told;
        _told = health;
        _stream.RaiseHealthChanged(new StreamHealthEventArgs(before, health, Explain(health)));
    }

    private string Explain(StreamHealth health)
    {
        var counters = _stream.Run.Loop.Counters;
        var quiet = (_stream.Options.Clock.Now - counters.LastArrival) / 1e9;
        return health switch
        {
            StreamHealth.Stalled when counters.Chunks == 0 => string.Create(CultureInfo.InvariantCulture, $"{_stream.Description} is connected but has never delivered anything ({quiet:0.0} s){Problem()}"),
            StreamHealth.Stalled => string.Create(CultureInfo.InvariantCulture, $"{_stream.Description} has delivered nothing for {quiet:0.0} s{Problem()}"),
            StreamHealth.Silent => $"{_stream.Description} delivers silence",
            StreamHealth.Recovering => _stream.Failure?.Message ?? $"{_stream.Description} is gone; opening it again",
            StreamHealth.Failed => _stream.Failure?.Message ?? "failed",
            StreamHealth.Stopped => "stopped",
            _ => _stream.Description,
        };
    }

    private string Problem() => _stream.Run.Source is IDiagnosedSource { Problem: { } problem } ? $": {problem}" : "";

    private void LookAtPressure()
    {
        var now = _stream.Options.Clock.Now;
        foreach (var subscription in _stream.Subscriptions)
        {
            var lag = subscription.Statistics.Pending;
            if (!IsPressureNews(subscription, lag, now)) continue;
            var pressure = PressureAt(lag);
            subscription.ToldPressure = (pressure, now);
            _stream.RaisePressureChanged(new PressureEventArgs(subscription, pressure, lag));
        }
    }

    private bool HasPressureNews()
    {
        var now = _stream.Options.Clock.Now;
        var subscriptions = _stream.Subscriptions;
        for (var i = 0; i < subscriptions.Count; i++)
        {
            if (IsPressureNews(subscriptions[i], subscriptions[i].Statistics.Pending, now)) return true;
        }

        return false;
    }

    private static bool IsPressureNews(Subscription subscription, long lag, long now)
    {
        var (told, at) = subscription.ToldPressure;
        return PressureAt(lag) != told && now - at >= PressurePeriodNanoseconds;
    }

    private static Pressure PressureAt(long lag) => lag > CongestedChunks ? Pressure.Congested : lag > WarnChunks ? Pressure.Warning : Pressure.None;
}
