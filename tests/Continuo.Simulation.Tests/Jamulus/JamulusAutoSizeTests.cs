using Continuo.Simulation.Jamulus;

namespace Continuo.Simulation.Tests.Jamulus;

public sealed class JamulusAutoSizeTests
{
    private const double PublishedBlockMs = 128 * 1000.0 / 48_000;

    [Theory]
    [InlineData(PublishedBlockMs)]
    [InlineData(20)]
    public void It_starts_with_six_blocks_and_comes_down_to_two_on_a_steady_network(double blockMs)
    {
        var auto = new JamulusAutoSize(blockMs);
        Assert.Equal(6, auto.Blocks);
        Assert.InRange(SecondsUntil(auto, blockMs, a => a.Blocks == 2), 3.5, 7.5);
    }

    [Fact]
    public void When_no_size_is_good_enough_the_largest_is_taken()
    {
        var auto = new JamulusAutoSize(20);
        for (var i = 0; i < 3000; i++)
        {
            if (i % 7 != 0) auto.Put(i, isCopy: false);
            auto.Get(isDue: true);
        }

        Assert.Equal(11, auto.Wanted);
        Assert.Equal(11, auto.Blocks);
    }

    [Fact]
    public void The_smallest_size_that_holds_the_usual_bursts_is_wanted()
    {
        var auto = new JamulusAutoSize(20);
        for (var i = 0; i < 6000; i += 4)
        {
            for (var k = 0; k < 4; k++) auto.Put(i + k, isCopy: false);
            for (var k = 0; k < 4; k++) auto.Get(isDue: true);
        }

        Assert.Equal(4, auto.Wanted);
    }

    [Fact]
    public void Once_settled_it_rises_slowly()
    {
        var auto = new JamulusAutoSize(20);
        var block = 0;
        for (; block < 60 * 50; block++)
        {
            auto.Put(block, isCopy: false);
            auto.Get(isDue: true);
        }

        // One error in 12 s: within 1 %, but beyond 0.05 % for all sizes.
        Assert.Equal(2, auto.Blocks);
        var seconds = 0;
        for (; auto.Blocks == 2; seconds++)
        {
            for (var i = 0; i < 50; i++, block++)
            {
                if (seconds % 12 != 0 || i != 0) auto.Put(block, isCopy: false);
                auto.Get(isDue: true);
            }
        }

        Assert.InRange(seconds, 20, 30);
    }

    private static double SecondsUntil(JamulusAutoSize auto, double blockMs, Func<JamulusAutoSize, bool> reached)
    {
        var blocks = 0;
        for (; !reached(auto) && blocks < 100_000; blocks++)
        {
            auto.Put(blocks, isCopy: false);
            auto.Get(isDue: true);
        }

        return blocks * blockMs / 1000;
    }
}
