using Continuo.Clocks;

namespace Continuo.Tests.Clocks;

public class DelayLockedLoopTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(55)]
    [InlineData(-300)]
    [InlineData(1000)]
    public void Jittery_readings_of_a_drifting_device_become_smooth_times(double ppm)
    {
        const int rate = 48_000;
        var random = new Random(7);
        var loop = new DelayLockedLoop(rate);
        var truePerFrame = 1e9 / rate / (1 + ppm * 1e-6);
        loop.Reset(0, 1_000_000);
        double worst = 0;
        long last = 0;
        for (long position = 480; position < rate * 120L; position += 480)
        {
            var truth = 1_000_000 + position * truePerFrame;
            loop.Update(position, (long)(truth + random.NextDouble() * 4e6 - 2e6)); // ±2 ms of jitter
            var time = loop.TimeOf(position);
            Assert.True(time > last);
            last = time;
            if (position > rate * 20L) worst = Math.Max(worst, Math.Abs(time - truth));
        }

        Assert.True(worst < 1e6, $"mapped time is off by {worst / 1e6:0.00} ms");
        Assert.InRange(loop.DriftPpm, ppm - 100, ppm + 100);
    }

    [Fact]
    public void Position_and_time_are_inverse()
    {
        var loop = new DelayLockedLoop(44_100);
        loop.Reset(1000, 5_000_000_000);
        for (long position = 1000; position < 500_000; position += 997)
        {
            Assert.InRange(loop.PositionAt(loop.TimeOf(position) + 10), position, position);
        }
    }
}
