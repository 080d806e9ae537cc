using Continuo.Simulation.Comparison;

namespace Continuo.Simulation.Tests.Comparison;

public sealed class RedundancyCostTests
{
    [Theory]
    [InlineData(0, 160 + 40)]
    [InlineData(1, 320 + 40 + 5)]
    [InlineData(3, 640 + 40 + 13)]
    public void Each_copy_costs_a_payload_and_four_bytes_and_the_first_one_more(int copies, int bytes) =>
        Assert.Equal(bytes * 8 * 50, RedundancyCost.OnTheWire(64_000, 20, copies), 6);
}
