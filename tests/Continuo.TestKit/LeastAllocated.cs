namespace Continuo.TestKit;

/// <summary>
/// Counts what a piece of code allocates on this thread, exactly. The tests run without tiered compilation (see
/// <c>Directory.Build.props</c>), so that a method is compiled once, when it is first called: after one round the runtime has nothing left
/// to do.
/// </summary>
public static class LeastAllocated
{
    /// <summary>The bytes that <paramref name="calls"/> calls allocate, after as many that are not counted.</summary>
    public static long Bytes(Action call, int calls = 100)
    {
        ArgumentNullException.ThrowIfNull(call);
        for (var i = 0; i < calls; i++) call();
        // A collection takes the rest of a thread's allocation buffer (8 KiB) away and counts it as allocated. This one leaves no rest for
        // the collections that other threads may cause during the count.
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++) call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
