namespace Continuo.Tests;

public class LeastAllocatedTests
{
    [Fact]
    public void Code_that_allocates_is_seen()
    {
        object? kept = null;
        Assert.Equal(100 * (24 + 16), LeastAllocated.Bytes(() => kept = new byte[10]));
        Assert.NotNull(kept);
    }

    [Fact]
    public void One_byte_array_in_a_thousand_calls_is_seen()
    {
        object? kept = null;
        var call = 0;
        Assert.Equal(24 + 16, LeastAllocated.Bytes(() => kept = ++call == 1500 ? new byte[10] : kept, calls: 1000));
    }

    [Fact]
    public void Collections_that_other_threads_cause_are_not_counted()
    {
        var kept = new object();
        for (var round = 0; round < 20; round++)
        {
            kept = new byte[100];
            Assert.Equal(0, LeastAllocated.Bytes(() => GC.Collect(0, GCCollectionMode.Forced, blocking: true), calls: 5));
        }

        GC.KeepAlive(kept);
    }
}
