namespace Continuo.Tests;

public class LeastAllocatedTests
{
    [Fact]
    public void Code_that_allocates_is_seen()
    {
        object? kept = null;
        Assert.True(LeastAllocated.Bytes(() => kept = new byte[10]) >= 100 * 10);
        Assert.NotNull(kept);
    }
}
