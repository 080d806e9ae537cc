namespace Continuo.Network.Tests;

/// <summary>Counts what a piece of code allocates on this thread, apart from what the runtime does once on the way (compiling hot methods anew).</summary>
internal static class LeastAllocated
{
    /// <summary>The fewest bytes in any of ten calls: code that allocates does so in each.</summary>
    public static long Bytes(Action call)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
