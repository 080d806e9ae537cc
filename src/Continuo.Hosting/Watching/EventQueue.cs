namespace Continuo.Hosting.Watching;

/// <summary>
/// One watcher's pending events. When it is full, all of them are dropped and counted, and so is every event until the watcher comes for
/// a snapshot.
/// Used under the host's gate.
/// </summary>
internal sealed class EventQueue(int capacity)
{
    private readonly Queue<HostEvent> _pending = new();
    private TaskCompletionSource _arrival = NewArrival();

    /// <summary>Number of events dropped since the last snapshot.</summary>
    public long Missed { get; private set; }

    /// <summary>Adds an event. Never waits.</summary>
    public void Add(HostEvent change)
    {
        if (Missed > 0 || _pending.Count == capacity)
        {
            Missed += _pending.Count + 1;
            _pending.Clear();
        }
        else
        {
            _pending.Enqueue(change);
        }

        Wake();
    }

    /// <summary>Takes the oldest event.</summary>
    public bool TryTake(out HostEvent? change) => _pending.TryDequeue(out change);

    /// <summary>Ends the count: the watcher is given a snapshot.</summary>
    /// <returns>Number of events dropped.</returns>
    public long TakeMissed()
    {
        var missed = Missed;
        Missed = 0;
        return missed;
    }

    /// <summary>Ends the wait in progress.</summary>
    public void Wake() => _arrival.TrySetResult();

    /// <summary>What the next arrival completes: taken under the gate when nothing is pending, and awaited outside it.</summary>
    public Task Arrival()
    {
        if (_arrival.Task.IsCompleted) _arrival = NewArrival();
        return _arrival.Task;
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
