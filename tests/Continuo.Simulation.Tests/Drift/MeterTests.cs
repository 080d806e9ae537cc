using Continuo.Simulation.Drift;

namespace Continuo.Simulation.Tests.Drift;

public class MeterTests
{
    [Theory]
    [InlineData(0, -150)]
    [InlineData(1e-5, -100)]
    [InlineData(1e-3, -60)]
    public void The_fit_finds_the_tone_and_what_is_beside_it(double second, double expectedDb)
    {
        var step = 2 * Math.PI * 997.2 / 48_000;
        var samples = Enumerable.Range(0, 48_000)
            .Select(i => (float)(0.4 * Math.Sin(step * i + 1) + 0.4 * second * Math.Sin(2.5 * step * i) + 0.01))
            .ToArray();
        var fit = new SineFit(2 * Math.PI * 997 / 48_000);
        var db = 10 * Math.Log10(fit.Fit(samples));
        Assert.InRange(fit.RadiansPerFrame, step - 1e-9, step + 1e-9);
        if (second == 0) Assert.True(db < -140, $"{db}");
        else Assert.Equal(expectedDb, db, 0.2);
    }

    [Fact]
    public void A_frame_that_is_left_out_is_seen()
    {
        var meter = new PlaceMeter(48_000);
        var samples = Enumerable.Range(1000, 500).Where(i => i != 1200).Select(i => PlaceMeter.ValueOf(i, 48_000)).ToArray();
        meter.Take(samples, 0, 1);
        Assert.Equal(1, meter.BadSteps);
        Assert.Equal(97_000, meter.PlaceOf(PlaceMeter.ValueOf(97_000, 48_000), 97_010), 0.01);
    }
}
