using System.Globalization;
using Continuo.Diagnostics;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Streams;

/// <summary>
/// Watches one stream from outside its threads: derives its health from the capture loop's counters, and raises events when health or a
/// consumer's lag has changed. Checks every 100 ms while the stream runs (<see cref="HealthTimer"/>).
/// </summary>
internal sealed class HealthWatch : IDisposable
{
    /// <summary>A lag above this many chunks is <see cref="Pressure.Warning"/>.</summary>
    public const int WarnChunks = 10;

    /// <summary>A lag above this many chunks is <see cref="Pressure.Congested"/>.</summary>
    public const int CongestedChunks = 20;

    /// <summary>No audio for this long is a stall. With the period of the checks it is detected within a second.</summary>
    public const long StallNanoseconds = 800_000_000;

    /// <summary>Only silence for this long is <see cref="StreamHealth.Silent"/>.</summary>
    public const long SilenceNanoseconds = 1_000_000_000;

    private const long PressurePeriodNanoseconds = 1_000_000_000;

    private readonly AudioStream _stream;
    private readonly UserCode _userCode;
    private readonly Lock _timerLock = new(); // guards the flag below and the registration with the timer
    private bool _isOver;
    private int _checks; // number of requested checks, while one runs
    private StreamHealth _reported = StreamHealth.Starting;

    internal HealthWatch(AudioStream stream, UserCode userCode) => (_stream, _userCode) = (stream, userCode);

    /// <summary>Whether it is registered with the timer, which is while the stream runs.</summary>
    internal bool IsWatching => HealthTimer.Has(this);

    /// <summary>The stream's current health. Thread-safe.</summary>
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
        return now - loop.Counters.LastSound > SilenceNanoseconds && loop.Counters.SilentChunks > 0
            ? StreamHealth.Silent
            : StreamHealth.Flowing;
    }

    /// <summary>
    /// Checks once and raises events for changes. Called when <see cref="HealthTimer"/> has found a change; a simulation calls it directly.
    /// </summary>
    public void Check()
    {
        // One check at a time, because it raises events in order; one that is requested meanwhile, for example by a handler, follows
        // afterwards.
        if (Interlocked.Increment(ref _checks) != 1) return;
        int asked;
        do
        {
            asked = Volatile.Read(ref _checks);
            _userCode.Try(CheckOnce, "The source's description"); // the only user code here that is not guarded otherwise
        }
        while (Interlocked.CompareExchange(ref _checks, 0, asked) != asked);
    }

    /// <summary>Ends the watch after a last check.</summary>
    public void Dispose()
    {
        End(forGood: true);
        Check();
    }

    internal void Begin()
    {
        lock (_timerLock)
        {
            if (!_isOver && !IsWatching) HealthTimer.Add(this);
        }
    }

    /// <summary>Whether a check would raise an event or end the watch. Does not allocate.</summary>
    internal bool HasChanges()
    {
        try
        {
            return _stream.State is not (LifeState.Running or LifeState.Stopping) || Judge() != _reported || HasPressureChange();
        }
        catch (Exception)
        {
            return true; // thrown by a source's or clock's code: the check counts and reports it
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

    private void CheckOnce()
    {
        var isOver = _stream.State is not (LifeState.Running or LifeState.Stopping);
        CheckHealth();
        CheckPressure();

        // Nothing changes any more once the consumers have caught up. A restart in the meantime is watched again.
        if (!isOver || _stream.Subscriptions.Any(s => s.ReportedPressure.Pressure != Pressure.None)) return;
        End(forGood: false);
        if (_stream.State == LifeState.Running) Begin();
    }

    // An unpaced stream waits for its slowest reader; that is not a stall of the source.
    private static bool IsHeldByReaders(StreamRun run) => run.Source.Pace == SourcePace.Free;

    private void CheckHealth()
    {
        var health = Judge();
        if (health == _reported) return;
        var before = _reported;
        _reported = health;
        _stream.RaiseHealthChanged(new StreamHealthEventArgs(before, health, Explain(health)));
    }

    private string Explain(StreamHealth health)
    {
        var counters = _stream.Run.Loop.Counters;
        var quiet = (_stream.Options.Clock.Now - counters.LastArrival) / 1e9;
        return health switch
        {
            StreamHealth.Stalled when counters.Chunks == 0 =>
                string.Create(CultureInfo.InvariantCulture,
                    $"{_stream.Description} is connected but has delivered nothing yet ({quiet:0.0} s){Problem()}"),
            StreamHealth.Stalled =>
                string.Create(CultureInfo.InvariantCulture, $"{_stream.Description} has delivered nothing for {quiet:0.0} s{Problem()}"),
            StreamHealth.Silent => $"{_stream.Description} delivers silence{Problem()}",
            StreamHealth.Recovering => _stream.Failure?.Message ?? $"{_stream.Description} is lost; reopening it",
            StreamHealth.Failed => _stream.Failure?.Message ?? "failed",
            StreamHealth.Stopped => "stopped",
            _ => _stream.Description,
        };
    }

    private string Problem() => _stream.Run.Source is IDiagnosedSource { Problem: { } problem } ? $": {problem}" : "";

    private void CheckPressure()
    {
        var now = _stream.Options.Clock.Now;
        foreach (var subscription in _stream.Subscriptions)
        {
            var lag = subscription.Statistics.Pending;
            if (!IsPressureChange(subscription, lag, now)) continue;
            var pressure = PressureAt(lag);
            subscription.ReportedPressure = (pressure, now);
            _stream.RaisePressureChanged(new PressureEventArgs(subscription, pressure, lag));
        }
    }

    private bool HasPressureChange()
    {
        var now = _stream.Options.Clock.Now;
        var subscriptions = _stream.Subscriptions;
        for (var i = 0; i < subscriptions.Count; i++)
        {
            if (IsPressureChange(subscriptions[i], subscriptions[i].Statistics.Pending, now)) return true;
        }

        return false;
    }

    private static bool IsPressureChange(Subscription subscription, long lag, long now)
    {
        var (told, at) = subscription.ReportedPressure;
        return PressureAt(lag) != told && now - at >= PressurePeriodNanoseconds;
    }

    private static Pressure PressureAt(long lag) =>
        lag > CongestedChunks ? Pressure.Congested : lag > WarnChunks ? Pressure.Warning : Pressure.None;
}
