using Continuo.Simulation.Clocks;

namespace Continuo.Simulation.Tests.Clocks;

public sealed class ClockModelTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(1000)]
    [InlineData(-1000)]
    [InlineData(0)]
    [InlineData(10)]
    public void A_constant_rate_gains_its_ppm_every_second(double ppm)
    {
        var clock = ClockModel.Constant(ppm, offset: 77);
        Assert.Equal(77, clock.LocalAt(0));
        Assert.Equal(77 + 3600 * Second + (long)(3600e9 * ppm * 1e-6), clock.LocalAt(3600 * Second));
        Assert.Equal(ppm, clock.PpmAt(5));
    }

    [Fact]
    public void A_ramp_gains_the_area_under_its_rate()
    {
        var clock = new ClockModel([(0, 0), (10 * Second, 300), (20 * Second, 300), (21 * Second, -100)]);
        Assert.Equal(150, clock.PpmAt(5 * Second), 9);
        Assert.Equal(10 * Second + 1_500_000, clock.LocalAt(10 * Second));
        Assert.Equal(20 * Second + 4_500_000, clock.LocalAt(20 * Second));
        Assert.Equal(21 * Second + 4_600_000, clock.LocalAt(21 * Second));
        Assert.Equal(31 * Second + 3_600_000, clock.LocalAt(31 * Second));
    }

    [Fact]
    public void The_world_time_of_what_a_clock_shows_is_found_again()
    {
        var clock = new ClockModel([(Second, -1000), (7200 * Second, 1000)], offset: -12345);
        for (long world = 0; world < 8000 * Second; world += 37 * Second + 1)
        {
            Assert.InRange(clock.WorldAt(clock.LocalAt(world)) - world, -1, 1);
        }
    }
}
