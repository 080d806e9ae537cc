using Continuo.Simulation.Jamulus;

namespace Continuo.Simulation.Tests.Jamulus;

public sealed class JamulusErrorRateTests
{
    [Fact]
    public void Nothing_known_is_the_worst() => Assert.Equal(1, new JamulusErrorRate(100).Average);

    [Fact]
    public void Errors_in_a_row_count_once()
    {
        var rate = new JamulusErrorRate(100);
        foreach (var error in new[] { false, false, false, true, true, true, true }) rate.Update(error);
        Assert.Equal(0.25, rate.Average);
    }

    [Fact]
    public void What_is_longer_ago_than_the_history_is_forgotten()
    {
        var rate = new JamulusErrorRate(100);
        rate.Update(false);
        rate.Update(true);
        for (var i = 0; i < 98; i++) rate.Update(false);
        Assert.Equal(0.01, rate.Average);
        for (var i = 0; i < 2; i++) rate.Update(false);
        Assert.Equal(0, rate.Average);
    }
}
