using Continuo.Simulation.Drift;

namespace Continuo.Simulation.Tests.Drift;

public class DriftRunTests
{
    [Theory]
    [InlineData(-1000)]
    [InlineData(-100)]
    [InlineData(-10)]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Whatever_the_drift_the_delay_is_held_nothing_is_dropped_and_the_tone_is_pure(double ppm)
    {
        var report = DriftRun.Run(DriftScenario.Constant(ppm, TimeSpan.FromMinutes(1)));
        HoldsWithoutLoss(report);
        Assert.InRange(report.TargetMs, 20, 22);
        Assert.InRange(report.QuietSeconds, 0, 5);
        Assert.InRange(report.MeasuredSeconds, 48, 60);
        Assert.True(report.WorstThdNoiseDb <= -110, $"{report.WorstThdNoiseDb:F1} dB");
        Assert.Equal((1 + ppm / 2e6) / (1 - ppm / 2e6), 1 + report.DriftPpm * 1e-6, 1e-8);
    }

    [Theory]
    [InlineData(48, 48)]
    [InlineData(480, 48)]
    [InlineData(48, 480)]
    [InlineData(441, 480)]
    [InlineData(480, 128)]
    public void Blocks_of_any_sizes_leave_no_trace(int write, int read)
    {
        var report = DriftRun.Run(DriftScenario.Constant(55, TimeSpan.FromSeconds(40)) with { WriteFrames = write, ReadFrames = read });
        HoldsWithoutLoss(report);
        Assert.InRange(report.TargetMs, (write + read) / 48.0, (write + read) / 48.0 + 2);
        Assert.True(report.WorstThdNoiseDb <= -110, $"{report.WorstThdNoiseDb:F1} dB");
    }

    [Fact]
    public void A_clock_that_gains_300_ppm_in_half_a_minute_is_followed()
    {
        var report = DriftRun.Run(DriftScenario.Ramp(TimeSpan.FromMinutes(1.5)));
        HoldsWithoutLoss(report);
        Assert.Equal(300, report.DriftPpm, 0.1);
        Assert.True(report.WorstShortNoiseDb <= -95, $"{report.WorstShortNoiseDb:F1} dB");
    }

    [Fact]
    public void After_a_drop_out_the_delay_is_what_it_was_at_once()
    {
        var scenario = DriftScenario.Constant(100, TimeSpan.FromMinutes(1)) with
        {
            DropOuts = [(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15.5)), (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30.05))],
        };
        var report = DriftRun.Run(scenario);
        Assert.Equal(2, report.Statistics.Underruns);
        Assert.InRange(report.LockMs, 0, 1000);
        Assert.InRange(report.WorstDelayErrorMs, 0, 1);
        Assert.Equal(0, report.BadSteps);
        Assert.True(report.WorstThdNoiseDb <= -110, $"{report.WorstThdNoiseDb:F1} dB");
    }

    [Theory]
    [InlineData(0.1, -95)]
    [InlineData(0.5, -80)]
    public void Threads_that_wake_late_are_hardly_heard(double jitterMs, double limitDb)
    {
        var report = DriftRun.Run(
            DriftScenario.Constant(100, TimeSpan.FromMinutes(2)) with { Jitter = TimeSpan.FromMilliseconds(jitterMs) });
        HoldsWithoutLoss(report);
        Assert.True(report.WorstShortNoiseDb <= limitDb, $"{report.WorstShortNoiseDb:F1} dB");
        Assert.Equal(100, report.DriftPpm, 3.0);
    }

    [Fact]
    public void It_holds_at_other_rates()
    {
        var report = DriftRun.Run(
            DriftScenario.Constant(-200, TimeSpan.FromMinutes(1)) with { SampleRate = 16_000, WriteFrames = 160, ReadFrames = 160 });
        HoldsWithoutLoss(report);
        Assert.True(report.WorstShortNoiseDb <= -110, $"{report.WorstShortNoiseDb:F1} dB");
    }

    private static void HoldsWithoutLoss(DriftReport report)
    {
        Assert.InRange(report.LockMs, 0, 1000);
        Assert.InRange(report.WorstDelayErrorMs, 0, 1);
        Assert.Equal(0, report.BadSteps);
        Assert.Equal((0L, 0L, 0L), (report.Statistics.Missing, report.Statistics.Underruns, report.Statistics.Jumps));
    }
}
