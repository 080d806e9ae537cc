namespace Continuo.Mumble.Control;

/// <summary>
/// Raises events on a thread of the pool, one after another, so that slow handlers hold up no voice. At most 4096 wait; beyond that the
/// oldest are dropped and counted. Thread-safe.
/// </summary>
internal sealed class EventPump(Action<MumbleEventArgs> raise)
{
    private const int MaxWaiting = 4096;

    private readonly Queue<MumbleEventArgs> _waiting = [];
    private long _dropped;
    private bool _isRunning;

    /// <summary>Number of events dropped.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Adds an event.</summary>
    public void Post(MumbleEventArgs e)
    {
        lock (_waiting)
        {
            if (_waiting.Count == MaxWaiting)
            {
                _waiting.Dequeue();
                _dropped++;
            }

            _waiting.Enqueue(e);
            if (_isRunning) return;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static pump => pump.Run(), this, preferLocal: false);
    }

    private void Run()
    {
        while (true)
        {
            MumbleEventArgs? next;
            lock (_waiting)
            {
                _isRunning = _waiting.TryDequeue(out next);
                if (!_isRunning) return;
            }

            raise(next!);
        }
    }
}
