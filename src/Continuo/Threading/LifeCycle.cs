namespace Continuo.Threading;

/// <summary>
/// The one gate for every change of state of something that is started and stopped; <see cref="LifeState"/> draws them. Each start has a
/// number of its own, its
/// generation, and an end is told with it: a stop or an end that comes late never touches the next run.
/// </summary>
/// <remarks>Thread-safe. The gate is held for the change alone, never while anything is started, stopped or called.</remarks>
/// <param name="name">What it is, for messages, with its article: <c>the stream 'tone:440'</c>.</param>
/// <param name="isStartedOnce">Whether it cannot be started again after it has stopped.</param>
internal sealed class LifeCycle(string name, bool isStartedOnce = false)
{
    private readonly Lock _gate = new();
    private LifeState _state;
    private long _generation;

    /// <summary>Where it stands.</summary>
    public LifeState State
    {
        get
        {
            lock (_gate) return _state;
        }
    }

    /// <summary>Whether it is disposed.</summary>
    public bool IsDisposed => State == LifeState.Disposed;

    /// <summary>
    /// Claims a start: of several that come at once, one gets through. Followed by the start itself, and by <see cref="End"/> if that
    /// fails.
    /// </summary>
    /// <returns>The generation of what is started.</returns>
    /// <exception cref="InvalidOperationException">It is running or stopping, or was started before and is started once.</exception>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public long BeginStart()
    {
        lock (_gate)
        {
            switch (_state)
            {
                case LifeState.Disposed: throw Disposed();
                case LifeState.Running: throw new InvalidOperationException($"{Name} is running; stop it before starting it again.");
                case LifeState.Stopping: throw new InvalidOperationException($"{Name} is being stopped; wait for that before starting it again.");
                case LifeState.Stopped when isStartedOnce: throw new InvalidOperationException($"{Name} has been stopped, and is started once; make another.");
            }

            _state = LifeState.Running;
            return ++_generation;
        }
    }

    /// <summary>Whether the start of a generation is still wanted: neither stopped nor disposed since.</summary>
    public bool IsRunning(long generation)
    {
        lock (_gate) return _state == LifeState.Running && _generation == generation;
    }

    /// <summary>Commands a stop of what runs now. One that was never started is stopped at once.</summary>
    /// <returns>The generation that is to stop, for <see cref="End"/>.</returns>
    public long BeginStop()
    {
        lock (_gate)
        {
            if (_state == LifeState.Running) _state = LifeState.Stopping;
            else if (_state == LifeState.Created) _state = LifeState.Stopped;
            return _generation;
        }
    }

    /// <summary>Tells that a generation has ended, or has been given up. Ignored if it is not the present one.</summary>
    public void End(long generation)
    {
        lock (_gate)
        {
            if (_generation == generation && _state is LifeState.Running or LifeState.Stopping) _state = LifeState.Stopped;
        }
    }

    /// <summary>Claims the disposal.</summary>
    /// <returns>Whether this call is the first, which then stops and frees everything.</returns>
    public bool BeginDispose()
    {
        lock (_gate)
        {
            if (_state == LifeState.Disposed) return false;
            _state = LifeState.Disposed;
            return true;
        }
    }

    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public void ThrowIfDisposed()
    {
        if (IsDisposed) throw Disposed();
    }

    private ObjectDisposedException Disposed() => new(name);

    private string Name => char.ToUpperInvariant(name[0]) + name[1..];
}
