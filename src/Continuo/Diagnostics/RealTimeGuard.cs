namespace Continuo.Diagnostics;

/// <summary>
/// Checks at run time what <see cref="RealTimeAttribute"/> promises: a section of code on one thread neither allocates nor waits for a
/// lock.
/// <code>
/// var guard = RealTimeGuard.Begin();
/// for (var i = 0; i &lt; 1_000_000; i++) ring.Write(samples, header);
/// Assert.Equal(0, guard.End().AllocatedBytes);
/// </code>
/// Does not allocate itself.
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

    /// <summary>Starts watching the current thread. Run the code once before, because compiling it may allocate.</summary>
    public static RealTimeGuard Begin() => new(Environment.CurrentManagedThreadId);

    /// <summary>Returns what happened on this thread since <see cref="Begin"/>. May be called repeatedly.</summary>
    /// <exception cref="InvalidOperationException">Called on another thread, or without <see cref="Begin"/>.</exception>
    public RealTimeReport End()
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        if (_thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("A RealTimeGuard watches one thread. Call Begin and End on that thread.");
        }

        return new RealTimeReport(bytes - _bytes, Monitor.LockContentionCount - _contentions, GC.CollectionCount(0) - _collections);
    }
}
