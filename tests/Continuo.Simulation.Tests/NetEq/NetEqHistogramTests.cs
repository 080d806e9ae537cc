using Continuo.Simulation.NetEq;

namespace Continuo.Simulation.Tests.NetEq;

public sealed class NetEqHistogramTests
{
    [Fact]
    public void It_starts_with_halves_of_halves_and_forgets_them_at_the_first_entry()
    {
        var histogram = new NetEqHistogram(100, 0.983, 2);
        Assert.Equal([0.5, 0.25, 0.125], histogram.Buckets[..3].ToArray());
        histogram.Add(7);
        Assert.Equal(1, histogram.Buckets[7]);
        Assert.Equal(7, histogram.Quantile(0.95));
    }

    [Fact]
    public void The_forget_factor_grows_from_nothing_to_its_final_value()
    {
        var histogram = new NetEqHistogram(100, 0.983, 2);
        var factors = new List<double>();
        for (var i = 0; i < 150; i++)
        {
            factors.Add(histogram.Forget);
            histogram.Add(0);
        }

        Assert.Equal([0, 0, 1.0 / 3, 0.5, 0.6], factors[..5].Select(f => Math.Round(f, 12)).Select((f, i) => i == 2 ? 1.0 / 3 : f));
        Assert.True(factors[116] < 0.983);
        Assert.Equal(0.983, factors[117], 12);
        Assert.Equal(0.983, factors[^1], 12);
    }

    [Fact]
    public void The_shares_always_sum_to_one()
    {
        var histogram = new NetEqHistogram(100, 0.9993, 2);
        for (var i = 0; i < 10_000; i++) histogram.Add(i * 31 % 100);
        Assert.Equal(1, histogram.Buckets.ToArray().Sum(), 9);
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(10, 5)]
    public void What_is_rarer_than_the_quantile_allows_does_not_count(int every, int expected)
    {
        var histogram = new NetEqHistogram(100, 0.983, 2);
        for (var i = 0; i < 2000; i++) histogram.Add(i % every == 0 ? 5 : 0);
        Assert.Equal(expected, histogram.Quantile(0.95));
    }
}
