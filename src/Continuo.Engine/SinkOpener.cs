using Continuo.Sinks;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Engine;

/// <summary>
/// Opens an engine's sink, and closes a lost one, on its own thread, so that a hanging audio server blocks that thread and never the mix.
/// Reopens with back-off until it succeeds.
/// </summary>
internal sealed class SinkOpener : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(1);

    private readonly EngineOptions _options;
    private readonly AudioSystem _system;
    private readonly WakeSignal _wake = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private IAudioSink? _opening; // used by the thread
    private IAudioSink? _opened; // to be taken by the mix
    private IAudioSink? _lost; // to be closed
    private volatile bool _isWanted = true;
    private volatile bool _stopped;

    public SinkOpener(EngineOptions options, AudioSystem system)
    {
        (_options, _system) = (options, system);
        _thread = new Thread(Run) { Name = "open sink", IsBackground = true };
    }

    /// <summary>Starts opening the sink for the first time.</summary>
    /// <returns>Completed when it is open, faulted if it cannot be opened.</returns>
    public Task StartAsync()
    {
        _thread.Start();
        return _first.Task;
    }

    /// <summary>Takes the opened sink, if there is one. For the mixing thread; never blocks.</summary>
    public bool TryTake(out IAudioSink sink)
    {
        sink = Volatile.Read(ref _opened) is null ? null! : Interlocked.Exchange(ref _opened, null)!;
        return sink is not null;
    }

    /// <summary>Closes a sink and opens another. For the mixing thread; never blocks.</summary>
    public void Replace(IAudioSink lost)
    {
        Volatile.Write(ref _lost, lost); // the previous one was closed before the current one was opened
        _isWanted = true;
        _wake.Set();
    }

    /// <summary>Ends the thread, unless it hangs in a driver; it is then abandoned.</summary>
    public void Dispose()
    {
        _stopped = true;
        _wake.Set();
        Volatile.Read(ref _opening)?.Interrupt();
        Volatile.Read(ref _lost)?.Interrupt();
        _first.TrySetException(new ObjectDisposedException(nameof(AudioEngine)));
        if (_thread.IsAlive && !_thread.Join(EndBudget)) return;
        Interlocked.Exchange(ref _opened, null)?.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        var pause = TimeSpan.Zero;
        while (!_stopped)
        {
            Interlocked.Exchange(ref _lost, null)?.Dispose();
            if (!_isWanted)
            {
                _wake.Wait(1_000_000_000);
                _wake.Reset();
                pause = FirstRetry;
                continue;
            }

            if (pause > TimeSpan.Zero)
            {
                // Replace has been seen; only the end of the engine wakes it earlier.
                _options.Clock.WaitUntil(_options.Clock.Now + pause.Ticks * 100, _wake);
                _wake.Reset();
                if (_stopped) return;
            }

            pause = TryOpen() ? TimeSpan.Zero : Later(pause);
            if (_first.Task.IsFaulted) return;
        }
    }

    private bool TryOpen()
    {
        IAudioSink? sink = null;
        try
        {
            sink = _system.CreateSink(_options.Sink, new SinkRequest(null, _options.Clock));
            Volatile.Write(ref _opening, sink);
            if (_stopped) throw new OperationCanceledException();
            sink.Open(_options.Format);
            _isWanted = false;
            Volatile.Write(ref _opened, sink);
            _first.TrySetResult();
            return true;
        }
        catch (Exception e)
        {
            // The sink may throw any exception. At the start it is reported; later the mix continues without the sink, which is reopened.
            sink?.Dispose();
            _first.TrySetException(e);
            return false;
        }
        finally
        {
            Volatile.Write(ref _opening, null);
        }
    }

    private static TimeSpan Later(TimeSpan pause) => TimeSpan.FromTicks(Math.Clamp(2 * pause.Ticks, FirstRetry.Ticks, LastRetry.Ticks));
}
