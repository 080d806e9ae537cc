namespace Continuo.Diagnostics;

/// <summary>
/// Shows at run time what <see cref="RealTimeAttribute"/> promises: that a stretch of code on one thread allocates nothing and waits
/// for no lock.
/// <code>
/// var guard = RealTimeGuard.Begin();
/// for (var i = 0; i &lt; 1_000_000; i++) ring.Write(samples, header);
/// Assert.Equal(0, guard.End().AllocatedBytes);
/// </code>
/// Allocates nothing itself.
/// </summary>
internal readonly struct RealTimeGuard
{
    private readonly int _thread;
    private readonly long _bytes;
    private readonly long _contentions;
    private readonly int _collections;

    private RealTimeGuard(int thread)
    {
        _thread = thread;
        _collections = GC.CollectionCount(0);
        _contentions = Monitor.LockContentionCount;
        _bytes = GC.GetAllocatedBytesForCurrentThread();
    }

    /// <summary>Begins to watch the current thread. What runs for the first time should have run before: compiling it may allocate.</summary>
    public static RealTimeGuard Begin() => new(Environment.CurrentManagedThreadId);

    /// <summary>Says what happened on this thread since <see cref="Begin"/>. May be called again.</summary>
    /// <exception cref="InvalidOperationException">Called on another thread, or without <see cref="Begin"/>.</exception>
    public RealTimeReport End()
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        if (_thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("A RealTimeGuard watches one thread: call Begin and End on the thread that is to be watched.");
        }

        return new RealTimeReport(bytes - _bytes, Monitor.LockContentionCount - _contentions, GC.CollectionCount(0) - _collections);
    }
}
