namespace Continuo.Codecs.Tests;

/// <summary>How much a piece of work allocates in steady state.</summary>
internal static class Allocations
{
    /// <summary>The least of three runs in bytes: what is compiled on the way is allocated once, what the work itself allocates every time.</summary>
    public static long Of(Action work)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 3; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
