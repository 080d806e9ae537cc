namespace Continuo.Threading;

/// <summary>
/// The single gate for state changes of a component that is started and stopped; see <see cref="LifeState"/> for the transitions. Each
/// start has its own number, its generation, which is passed with its end: a stop or end that arrives late never affects the next run.
/// </summary>
/// <remarks>Thread-safe. The lock is held only for the change itself, never while the component is started, stopped or called.</remarks>
/// <param name="name">Name for messages, with its article: <c>the stream 'tone:440'</c>.</param>
/// <param name="isStartedOnce">Whether it cannot be restarted after it has stopped.</param>
internal sealed class LifeCycle(string name, bool isStartedOnce = false)
{
    private readonly Lock _gate = new();
    private LifeState _state;
    private long _generation;

    /// <summary>Current state.</summary>
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
    /// Claims a start: of several concurrent starts, one succeeds. Followed by the start itself, and by <see cref="End"/> if that fails.
    /// </summary>
    /// <returns>The generation of the start.</returns>
    /// <exception cref="InvalidOperationException">It is running or stopping, or can be started only once.</exception>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public long BeginStart()
    {
        lock (_gate)
        {
            switch (_state)
            {
                case LifeState.Disposed: throw Disposed();
                case LifeState.Running: throw new InvalidOperationException($"{Name} is running. Stop it before starting it again.");
                case LifeState.Stopping:
                    throw new InvalidOperationException($"{Name} is stopping. Wait for it to stop before starting it again.");
                case LifeState.Stopped when isStartedOnce:
                    throw new InvalidOperationException($"{Name} has been stopped and cannot be restarted. Create another.");
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

    /// <summary>Begins a stop of the current run. If it was never started, it is stopped at once.</summary>
    /// <returns>The generation to stop, for <see cref="End"/>.</returns>
    public long BeginStop()
    {
        lock (_gate)
        {
            if (_state == LifeState.Running) _state = LifeState.Stopping;
            else if (_state == LifeState.Created) _state = LifeState.Stopped;
            return _generation;
        }
    }

    /// <summary>A generation has ended or was abandoned. Ignored if it is not the current one.</summary>
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
