using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Pipes;

/// <summary>
/// Keeps a child process running: a child that fails is restarted after a pause, which doubles, until it has failed too often. A child that
/// exits normally is not restarted. The child's standard input stays open as long as the supervisor lives, so that the child can detect its
/// end.
/// </summary>
/// <remarks>One thread runs it; <see cref="Stop"/> and the properties are thread-safe.</remarks>
internal sealed class ChildSupervisor : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Func<ISupervisedChild> _start;
    private readonly SupervisorOptions _options;
    private readonly WakeSignal _stop = new();
    private readonly Queue<long> _restarts = [];
    private readonly UserCode _userCode = new("a child's supervisor");
    private long _restartCount;
    private volatile SupervisorState _state;

    /// <summary>Creates a supervisor for a shell command.</summary>
    /// <param name="command">For example <c>exec continuo serve-ipc device: /run/user/1000/voice.sock</c>.</param>
    /// <param name="options">Number and timing of restarts; <see langword="null"/>: <see cref="SupervisorOptions.Default"/>.</param>
    /// <exception cref="AudioException">An option is out of range.</exception>
    public ChildSupervisor(string command, SupervisorOptions? options = null)
        : this(() => new ShellChild(command), options ?? SupervisorOptions.Default)
    {
    }

    internal ChildSupervisor(Func<ISupervisedChild> start, SupervisorOptions options)
    {
        options.Validate();
        (_start, _options) = (start, options);
    }

    /// <summary>Raised on the supervising thread when a child has failed and will be restarted.</summary>
    public event EventHandler<ChildRestartEventArgs>? Restarting;

    /// <summary>Number of exceptions thrown by handlers of <see cref="Restarting"/>.</summary>
    public long HandlerFaults => _userCode.Faults;

    /// <summary>Current state.</summary>
    public SupervisorState State => _state;

    /// <summary>Number of restarts.</summary>
    public long Restarts => Volatile.Read(ref _restartCount);

    /// <summary>Runs the child until it exits normally, fails too often, or <see cref="Stop"/> is called. Blocks.</summary>
    /// <exception cref="AudioException">It failed too often; the message contains the last failure.</exception>
    public void Run()
    {
        var clock = _options.Clock;
        var pause = _options.FirstPause;
        while (true)
        {
            var began = clock.Now;
            if (RunOnce() is not { } failure) return;
            if (clock.Now - began >= _options.Window.Ticks * 100) pause = _options.FirstPause;
            RequireRestart(clock.Now, failure);
            _state = SupervisorState.Pausing;
            _userCode.Raise(Restarting, this, new ChildRestartEventArgs(failure, pause));
            if (!clock.WaitUntil(clock.DeadlineIn(pause), _stop))
            {
                _state = SupervisorState.Stopped;
                return;
            }

            _restarts.Enqueue(clock.Now);
            Volatile.Write(ref _restartCount, _restartCount + 1);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, _options.LongestPause.Ticks));
        }
    }

    /// <summary>Ends the child and <see cref="Run"/>. Returns at once.</summary>
    public void Stop() => _stop.Set();

    /// <summary>Frees the resources. Call after <see cref="Run"/> has returned.</summary>
    public void Dispose() => _stop.Dispose();

    /// <summary>Runs the child once.</summary>
    /// <returns>The failure; <see langword="null"/> if it exited normally or was stopped.</returns>
    private AudioException? RunOnce()
    {
        ISupervisedChild child;
        try
        {
            child = _start();
        }
        catch (AudioException e)
        {
            return e;
        }

        using (child)
        {
            _state = SupervisorState.Running;
            while (!child.HasEnded)
            {
                if (_options.Clock.WaitUntil(_options.Clock.DeadlineIn(PollInterval), _stop)) continue;
                child.End(_options.Grace);
                _state = SupervisorState.Stopped;
                return null;
            }

            if (child.Failure is { } failure) return failure;
            _state = SupervisorState.Ended;
            return null;
        }
    }

    private void RequireRestart(long now, AudioException failure)
    {
        while (_restarts.TryPeek(out var oldest) && now - oldest > _options.Window.Ticks * 100) _restarts.Dequeue();
        if (_restarts.Count < _options.MaxRestarts) return;
        _state = SupervisorState.GivenUp;
        throw new AudioException(
            AudioErrorCode.ProcessFailed,
            failure.Asked,
            string.Create(CultureInfo.InvariantCulture,
                $"it was restarted {_restarts.Count} times within {_options.Window.TotalMinutes:0.#} minutes "
                    + $"and failed again: {failure.Happened}"),
            failure.Remedy,
            failure);
    }

    private sealed class ShellChild(string command) : ISupervisedChild
    {
        private readonly ChildProcess _process = ChildProcess.Start(command, command, read: false);

        public bool HasEnded => _process.Wait(TimeSpan.Zero);

        public AudioException? Failure => _process.Failure();

        public void End(TimeSpan grace)
        {
            _process.Terminate();
            _process.Wait(grace);
        }

        public void Dispose() => _process.Dispose();
    }
}
