namespace Continuo.TestKit;

/// <summary>
/// Counts what a piece of code allocates on this thread, apart from what the runtime does once on the way: hot methods are compiled anew on
/// whichever thread is in them. Code that allocates by itself does so in every round.
/// </summary>
public static class LeastAllocated
{
    private const int Rounds = 10;

    /// <summary>The fewest bytes in any of ten rounds of <paramref name="calls"/> calls; the first round without any ends the count.</summary>
    public static long Bytes(Action call, int calls = 100)
    {
        ArgumentNullException.ThrowIfNull(call);
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < calls; i++) call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
