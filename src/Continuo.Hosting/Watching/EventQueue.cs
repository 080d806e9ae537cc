namespace Continuo.Hosting.Watching;

/// <summary>
/// Pending events of one watcher. When it is full, all events are dropped and counted, and so are later ones until the watcher takes a
/// snapshot. Used under the host's gate.
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

    /// <summary>Resets the count when the watcher receives a snapshot.</summary>
    /// <returns>Number of events dropped.</returns>
    public long TakeMissed()
    {
        var missed = Missed;
        Missed = 0;
        return missed;
    }

    /// <summary>Ends the current wait.</summary>
    public void Wake() => _arrival.TrySetResult();

    /// <summary>
    /// A task that completes with the next arrival: taken under the gate when nothing is pending, and awaited outside it.
    /// </summary>
    public Task Arrival()
    {
        if (_arrival.Task.IsCompleted) _arrival = NewArrival();
        return _arrival.Task;
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
