using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Sinks;
using Continuo.Threading;

namespace Continuo.Playing;

/// <summary>
/// Renders a <see cref="Player"/> into a sink, block by block, on its own thread. The sink's blocking writes set the pace. A device that
/// is lost is reopened with back-off; the position does not advance meanwhile.
/// </summary>
/// <remarks>All members are thread-safe, in every state (<see cref="LifeState"/>; it is started once); none is real-time-safe.</remarks>
public sealed class Playback : IDisposable, IAsyncDisposable
{
    /// <summary><see cref="Stop"/> returns within this time, even if the sink hangs.</summary>
    public static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(1);

    // How long a sink may take to finish before it is interrupted, and how long the interruption may take.
    private static readonly TimeSpan FinishTimeout = StopBudget * 0.7;

    private const long FirstBackOff = 50_000_000;
    private const long LongestBackOff = 1_000_000_000;

    private readonly Player _player;
    private readonly IAudioSink _sink;
    private readonly IOutputDevice? _output;
    private readonly WriteAheadControl _ahead;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal _stop = new(); // its memory is freed with the last reference: a stop may come at any time
    private readonly LifeCycle _life = new("the playback", isStartedOnce: true);
    private readonly UserCode _userCode;
    private readonly string _description;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly float[] _block;
    private readonly long _budget;
    private volatile bool _isInterrupted;
    private bool _isWriting; // the thread uses the sink; the last user frees it
    private int _isFreed;
    private long _seenUnderruns;
    private long _outages;
    private long _afterEnd;
    private long _backOff;

    /// <summary>Creates a playback. It owns the sink but not the player.</summary>
    /// <param name="player">The player to render.</param>
    /// <param name="sink">The sink, not yet opened.</param>
    /// <param name="endsWithPlayer">Whether the sink is finished when the tracks have ended. Otherwise silence follows until the player
    /// plays again.</param>
    public Playback(Player player, IAudioSink sink, bool endsWithPlayer = false)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(sink);
        (_player, _sink, _output, EndsWithPlayer) = (player, sink, sink.Output, endsWithPlayer);
        _clock = player.Options.Clock;
        _description = sink.Description;
        _userCode = new UserCode($"the playback to '{_description}'", player.Options.Logger);
        _ahead = new WriteAheadControl(player.Format, player.Options.BlockFrames, player.Options.WriteAhead, player.Options.MaxLag);
        _block = GC.AllocateArray<float>(player.Options.BlockFrames * player.Format.Channels, pinned: true);
        _budget = player.Format.ToNanoseconds(player.Options.BlockFrames);
    }

    /// <summary>Whether the sink is finished when the tracks have ended.</summary>
    public bool EndsWithPlayer { get; }

    /// <summary>Measures the render time of each block and counts the sink's underruns. Disabled by default.</summary>
    internal BudgetMonitor Monitor { get; } = new();

    /// <summary>Current life-cycle state.</summary>
    public LifeState State => _life.State;

    /// <summary>Completes when writing has ended: by the end of the tracks, a stop or a failure. Never faults.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The error that ended the playback; <see langword="null"/> if there was none.</summary>
    public AudioException? Failure { get; private set; }

    /// <summary>Why the last attempt to reopen a lost device failed; <see langword="null"/> if the device is open.</summary>
    public AudioException? LastReopenError { get; private set; }

    /// <summary>Number of times the sink was lost.</summary>
    public long Outages => Volatile.Read(ref _outages);

    /// <summary>
    /// Current write-ahead and its cause. It grows at once after a long pause of this process and shrinks again when there are no pauses.
    /// </summary>
    internal WriteAheadStatistics WriteAhead => _ahead.Statistics;

    /// <summary>Why real-time scheduling was refused; <see langword="null"/> if it was granted or not yet requested.</summary>
    public string? PriorityRefusal { get; private set; }

    /// <summary>Opens the sink and starts writing.</summary>
    /// <exception cref="AudioException">The sink cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    /// <exception cref="OperationCanceledException">It was stopped or disposed during the call.</exception>
    public void Start()
    {
        var generation = _life.BeginStart();
        Volatile.Write(ref _isWriting, true);
        try
        {
            Open();
            if (!_life.IsRunning(generation))
            {
                throw new OperationCanceledException($"The playback to {_description} was stopped while it was being started.");
            }

            new Thread(() => Run(generation)) { Name = $"play to {_description}", IsBackground = true }.Start();
        }
        catch
        {
            End(generation);
            throw;
        }
    }

    /// <summary>
    /// Stops writing after the current block and finishes the sink. Returns within <see cref="StopBudget"/>; a sink that takes longer is
    /// interrupted. To wait for a slow sink, use <see cref="StopAsync"/>.
    /// </summary>
    /// <returns>Whether writing has stopped; <see langword="false"/> if the sink could not be interrupted.</returns>
    public bool Stop()
    {
        if (!RequestStop() || Ended.Wait(FinishTimeout)) return true;
        Interrupt();
        return Ended.Wait(StopBudget - FinishTimeout);
    }

    /// <summary>Stops writing after the current block and waits without a limit until the sink is finished.</summary>
    /// <param name="cancellation">Interrupts the sink. Audio written before stays usable.</param>
    /// <returns>A task that completes, without fault, when writing has stopped.</returns>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        if (!RequestStop()) return;
        await using (cancellation.UnsafeRegister(static playback => ((Playback)playback!).Interrupt(), this).ConfigureAwait(false))
        {
            await Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Calls <see cref="Stop"/> and disposes the sink, at once or when a call that hangs in it returns.</summary>
    public void Dispose()
    {
        if (!_life.BeginDispose()) return;
        Stop();
        Free();
    }

    /// <summary>Asynchronous version of <see cref="Dispose"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_life.BeginDispose()) return;
        using var budget = new CancellationTokenSource(FinishTimeout);
        await Task.WhenAny(StopAsync(budget.Token), Task.Delay(StopBudget)).ConfigureAwait(false);
        Free();
    }

    internal void Open()
    {
        _sink.Open(_player.Format);
        _ahead.Restart();
        if (_output is null || !_output.TryHold(_ahead.AheadFrames)) _ahead.Fix(_output?.LatencyFrames ?? 0);
    }

    /// <summary>Writes one block, or tries once to reopen a lost sink.</summary>
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
        catch (AudioException e) when (_output is not null && e.Code is AudioErrorCode.ServerUnavailable or AudioErrorCode.NotFound)
        {
            LastReopenError = e;
            Volatile.Write(ref _outages, _outages + 1);
            _backOff = FirstBackOff;
            return true;
        }

        return !EndsWithPlayer || !IsPlayedOut();
    }

    /// <summary>Finishes the sink.</summary>
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
        _player.ReportOutput(_output?.LatencyFrames ?? 0, now);
        if (_output is null) return;
        var underruns = _output.Underruns;
        var ranDry = underruns > _seenUnderruns;
        if (ranDry) Monitor.CountXruns(underruns - _seenUnderruns);
        _seenUnderruns = underruns;
        if (_ahead.Written(now, ranDry)) _output?.TryHold(_ahead.AheadFrames);
    }

    /// <summary>Whether the last audio has left the limiter.</summary>
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
            (LastReopenError, _backOff) = (null, 0);
            _seenUnderruns = _output?.Underruns ?? 0;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Any failure leads to another attempt.
            LastReopenError = e as AudioException
                ?? new AudioException(AudioErrorCode.InputOutput, _description, $"the sink failed unexpectedly ({e.Message.TrimEnd('.')})",
                    "Check the sink, or report it", e);
            _backOff = Math.Min(_backOff * 2, LongestBackOff);
        }

        return true;
    }

    private void Run(long generation)
    {
        if (_output is not null) PriorityRefusal = RealTimePriority.TryRaise();
        try
        {
            while (Step())
            {
            }

            Finish();
        }
        catch (OperationCanceledException) when (_isInterrupted)
        {
            // Our own interruption at a stop: audio that was not yet played is discarded.
        }
        catch (AudioException e)
        {
            Failure = e;
        }
        catch (Exception e)
        {
            // An unexpected exception of the sink ends the playback as failed, not the process.
            Failure = new AudioException(AudioErrorCode.InputOutput, _description,
                $"the sink failed unexpectedly ({e.Message.TrimEnd('.')})", "Check the sink, or report it", e);
        }

        End(generation);
    }

    /// <returns>Whether there is anything to wait for.</returns>
    private bool RequestStop()
    {
        _life.BeginStop();
        _stop.Set();
        return Volatile.Read(ref _isWriting);
    }

    private void Interrupt()
    {
        _isInterrupted = true;
        _userCode.Try(_sink.Interrupt, "The sink's interruption");
    }

    private void End(long generation)
    {
        Volatile.Write(ref _isWriting, false);
        Interlocked.MemoryBarrier(); // a disposal that saw it writing has set its state before
        _life.End(generation);
        _ended.TrySetResult();
        if (_life.IsDisposed) Free();
    }

    private void Free()
    {
        if (Volatile.Read(ref _isWriting) || Interlocked.Exchange(ref _isFreed, 1) != 0) return;
        _userCode.Try(_sink.Dispose, "The sink's disposal");
    }
}
