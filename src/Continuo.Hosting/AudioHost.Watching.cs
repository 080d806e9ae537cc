using System.Runtime.CompilerServices;
using Continuo.Hosting.Configuration;
using Continuo.Hosting.Watching;

namespace Continuo.Hosting;

public sealed partial class AudioHost
{
    private readonly List<EventQueue> _watches = [];
    private bool _isClosed; // no further events

    /// <summary>
    /// Enumerates all numbered changes until the host is disposed. The first event is a snapshot, so nothing is missed. A watcher that
    /// falls more than <see cref="AudioHostOptions.WatchCapacity"/> events behind loses them: its next event is a new snapshot that states
    /// how many (<see cref="HostEvent.Missed"/>). A slow watcher delays no one.
    /// </summary>
    /// <param name="cancellation">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ObjectDisposedException">The host is disposed.</exception>
    public async IAsyncEnumerable<HostEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var queue = new EventQueue(_options.WatchCapacity);
        yield return BeginWatch(queue);
        try
        {
            while (true)
            {
                var (change, arrival) = Next(queue);
                if (change is not null)
                {
                    yield return change;
                    cancellation.ThrowIfCancellationRequested();
                    continue;
                }

                if (arrival is null) yield break;
                await arrival.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_gate) _watches.Remove(queue);
        }
    }

    private HostEvent BeginWatch(EventQueue queue)
    {
        lock (_gate)
        {
            if (_isClosed) _life.ThrowIfDisposed();
            _watches.Add(queue);
            return SnapshotEvent(0);
        }
    }

    /// <summary>Returns the next event, or a task to wait for; neither when the host is closed.</summary>
    private (HostEvent? Change, Task? Arrival) Next(EventQueue queue)
    {
        lock (_gate)
        {
            if (queue.Missed > 0) return (SnapshotEvent(queue.TakeMissed()), null);
            if (queue.TryTake(out var change)) return (change, null);
            return (null, _isClosed ? null : queue.Arrival());
        }
    }

    private HostEvent SnapshotEvent(long missed)
    {
        var snapshot = TakeSnapshot();
        return new HostEvent(snapshot.Version, HostEventKind.Snapshot, snapshot.Time) { Snapshot = snapshot, Missed = missed };
    }

    /// <summary>Numbers an event and adds it to all watchers' queues. Called under the gate.</summary>
    private void Publish(HostEvent change)
    {
        if (_isClosed) return;
        change = change with { Version = ++_version, Time = _options.Time.GetUtcNow() };
        foreach (var watch in _watches)
        {
            var before = watch.Missed;
            watch.Add(change);
            _metrics.CountMissed(watch.Missed - before);
        }
    }

    private void CloseWatches()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var watch in _watches) watch.Wake();
        }
    }

    /// <summary>A logger is user code: its exceptions are counted and have no other effect.</summary>
    private void Log(Action log) => _userCode.Try(log, "The logger");
}
