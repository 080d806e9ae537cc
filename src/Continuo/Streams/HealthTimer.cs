namespace Continuo.Streams;

/// <summary>
/// Looks at all running streams every 100 ms on one thread, which exists only while there are any. A timer for each stream costs three wake-ups per look: of
/// the timer's thread, of a pool thread and of the pool's own watch.
/// </summary>
/// <remarks>Thread-safe. The thread only compares; events are raised on pool threads, so that no handler of one stream delays another stream.</remarks>
internal static class HealthTimer
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly Lock Gate = new(); // guards the two below; held for their change alone
    private static HealthWatch[] _watches = [];
    private static bool _isRunning;

    /// <summary>Has a watch look from now on.</summary>
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

    /// <summary>Ends that.</summary>
    public static void Remove(HealthWatch watch)
    {
        lock (Gate) _watches = [.. _watches.Where(w => w != watch)];
    }

    /// <summary>Whether a watch looks at present.</summary>
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
                if (watch.HasNews()) ThreadPool.UnsafeQueueUserWorkItem(static w => w.Look(), watch, preferLocal: false);
            }
        }
    }
}
