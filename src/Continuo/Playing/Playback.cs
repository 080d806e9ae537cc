using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Scheduling;
using Continuo.Sinks;
using Continuo.Waiting;

namespace Continuo.Playing;

/// <summary>
/// Drives a <see cref="Player"/> into a sink, block by block, on a thread of its own: the sink's waiting is the clock. A device that vanishes is opened
/// again with back-off; the piece stands still meanwhile.
/// </summary>
/// <remarks>All members are thread-safe; none is real-time-safe.</remarks>
public sealed class Playback : IDisposable
{
    private const long FirstBackOff = 50_000_000;
    private const long LongestBackOff = 1_000_000_000;

    private readonly Player _player;
    private readonly IAudioSink _sink;
    private readonly ITimedSink? _timed;
    private readonly IAdjustableSink? _adjustable;
    private readonly WriteAheadControl _ahead;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly float[] _block;
    private readonly long _budget;
    private Thread? _thread;
    private long _seenUnderruns;
    private long _outages;
    private long _afterEnd;
    private long _backOff;

    /// <summary>Prepares to play into a sink, and owns the sink but not the player.</summary>
    /// <param name="player">What to play.</param>
    /// <param name="sink">Not yet opened.</param>
    /// <param name="endsWithPlayer">Whether the sink is finished when the tracks have ended; else silence follows, until they are played anew.</param>
    public Playback(Player player, IAudioSink sink, bool endsWithPlayer = false)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(sink);
        (_player, _sink, _timed, EndsWithPlayer) = (player, sink, sink as ITimedSink, endsWithPlayer);
        _adjustable = sink as IAdjustableSink;
        _clock = player.Options.Clock;
        _ahead = new WriteAheadControl(player.Format, player.Options.BlockFrames, player.Options.WriteAhead, player.Options.MaxLag);
        _block = GC.AllocateArray<float>(player.Options.BlockFrames * player.Format.Channels, pinned: true);
        _budget = player.Format.ToNanoseconds(player.Options.BlockFrames);
    }

    /// <summary>Whether the sink is finished when the tracks have ended.</summary>
    public bool EndsWithPlayer { get; }

    /// <summary>How much of its time each block takes, and the sink's underruns. Off unless it is switched on.</summary>
    public BudgetMonitor Monitor { get; } = new();

    /// <summary>Completed when nothing more is written: the end, a stop, a failure.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What ended it, if it failed.</summary>
    public AudioException? Failure { get; private set; }

    /// <summary>Why a device that was lost cannot be opened again at present.</summary>
    public AudioException? Trouble { get; private set; }

    /// <summary>How often the sink was lost.</summary>
    public long Outages => Volatile.Read(ref _outages);

    /// <summary>How far it writes ahead, and why: at once more when this process pauses for long, less again when it is calm.</summary>
    public WriteAheadReport WriteAhead => _ahead.Report();

    /// <summary>Why real-time scheduling was refused; <see langword="null"/> if it was granted or not yet asked for.</summary>
    public string? PriorityRefusal { get; private set; }

    /// <summary>Opens the sink and begins to write.</summary>
    /// <exception cref="AudioException">The sink cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        if (_thread is not null) throw new InvalidOperationException("A playback is started once.");
        Open();
        _thread = new Thread(Run) { Name = $"play to {_sink.Description}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ends writing after the block at hand and finishes the sink.</summary>
    public void Stop()
    {
        _stop.Set();
        _thread?.Join();
    }

    /// <summary><see cref="Stop"/>, and frees the sink.</summary>
    public void Dispose()
    {
        Stop();
        _sink.Dispose();
        _stop.Dispose();
    }

    internal void Open()
    {
        _sink.Open(_player.Format);
        _ahead.Restart();
        if (_adjustable is null || !_adjustable.TryHold(_ahead.AheadFrames)) _ahead.Fix(_timed?.LatencyFrames ?? 0);
    }

    /// <summary>Writes one block, or tries once to open a lost sink again.</summary>
    /// <returns>Whether there is more to do.</returns>
    internal bool Step()
    {
        if (_stop.IsSet) return false;
        if (_backOff > 0) return Reopen();
        if (!_player.Options.ReaderThread) _player.Prepare();
        Render();
        try
        {
            _sink.Write(_block);
            Account();
        }
        catch (AudioException e) when (_timed is not null && e.Code is AudioErrorCode.ServerUnavailable or AudioErrorCode.NotFound)
        {
            Trouble = e;
            Volatile.Write(ref _outages, _outages + 1);
            _backOff = FirstBackOff;
            return true;
        }

        return !EndsWithPlayer || !IsPlayedOut();
    }

    /// <summary>Brings the sink to its end.</summary>
    internal void Finish()
    {
        if (_backOff == 0) _sink.Finish();
    }

    [RealTime]
    private void Render()
    {
        var begin = Monitor.IsOn ? _clock.Now : BudgetMonitor.NotMeasured;
        _player.Render(_block);
        if (begin != BudgetMonitor.NotMeasured) Monitor.Record(begin, _clock.Now, _budget);
    }

    private void Account()
    {
        var now = _clock.Now;
        _player.ReportOutput(_timed?.LatencyFrames ?? 0, now);
        if (_timed is null) return;
        var underruns = _timed.Underruns;
        var ranDry = underruns > _seenUnderruns;
        if (ranDry) Monitor.CountXruns(underruns - _seenUnderruns);
        _seenUnderruns = underruns;
        if (_ahead.Written(now, ranDry)) _adjustable?.TryHold(_ahead.AheadFrames);
    }

    /// <summary>Whether the last of the audio has come out of the limiter.</summary>
    private bool IsPlayedOut()
    {
        _afterEnd = _player.State == PlayerState.Ended ? _afterEnd + _player.Options.BlockFrames : 0;
        return _afterEnd >= _player.Mixer.LatencyFrames + _player.Options.BlockFrames;
    }

    private bool Reopen()
    {
        if (!_clock.WaitUntil(_clock.Now + _backOff, _stop)) return false;
        try
        {
            Open();
            (Trouble, _backOff) = (null, 0);
            _seenUnderruns = _timed?.Underruns ?? 0;
        }
        catch (AudioException e)
        {
            Trouble = e; // nothing to do but try again
            _backOff = Math.Min(_backOff * 2, LongestBackOff);
        }

        return true;
    }

    private void Run()
    {
        if (_timed is not null) PriorityRefusal = RealTimePriority.TryRaise();
        try
        {
            while (Step())
            {
            }

            Finish();
        }
        catch (AudioException e)
        {
            Failure = e;
        }
        catch (Exception e)
        {
            // A fault of a sink's own: the playback ends as failed, the process goes on.
            Failure = new AudioException(AudioErrorCode.InputOutput, _sink.Description, $"the sink failed unexpectedly ({e.Message})", "Please report it", e);
        }

        _ended.TrySetResult();
    }
}
