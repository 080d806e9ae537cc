namespace Continuo.Streams;

/// <summary>
/// Checks all running streams every 100 ms on one thread, which exists only while streams run. A timer per stream would cost three wake-ups
/// per check: of the timer thread, a pool thread and the pool's own monitor.
/// </summary>
/// <remarks>
/// Thread-safe. The thread only compares; events are raised on pool threads, so that a handler of one stream does not delay another stream.
/// </remarks>
internal static class HealthTimer
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly Lock Gate = new(); // guards the two fields below; held for nothing else
    private static HealthWatch[] _watches = [];
    private static bool _isRunning;

    /// <summary>Adds a watch.</summary>
    public static void Add(HealthWatch watch)
    {
        lock (Gate)
        {
            _watches = [.. _watches, watch];
            if (_isRunning) return;
            _isRunning = true;
        }

        new Thread(Run) { Name = "continuo health", IsBackground = true }.Start();
    }

    /// <summary>Removes a watch.</summary>
    public static void Remove(HealthWatch watch)
    {
        lock (Gate) _watches = [.. _watches.Where(w => w != watch)];
    }

    /// <summary>Whether a watch is active.</summary>
    public static bool Has(HealthWatch watch)
    {
        lock (Gate) return _watches.Contains(watch);
    }

    private static void Run()
    {
        while (true)
        {
            Thread.Sleep(Period);
            HealthWatch[] watches;
            lock (Gate)
            {
                watches = _watches;
                _isRunning = watches.Length > 0;
            }

            if (watches.Length == 0) return;
            foreach (var watch in watches)
            {
                if (watch.HasChanges()) ThreadPool.UnsafeQueueUserWorkItem(static w => w.Check(), watch, preferLocal: false);
            }
        }
    }
}
