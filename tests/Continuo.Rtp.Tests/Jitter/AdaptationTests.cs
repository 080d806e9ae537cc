using Continuo.Rtp.Jitter;

namespace Continuo.Rtp.Tests.Jitter;

public sealed class AdaptationTests
{
    [Fact]
    public void A_spike_of_600_ms_is_left_behind_within_10_s_and_makes_no_difference_after()
    {
        using var rig = new JitterRig();
        for (var i = 0; i < 3_000; i++) rig.Send(i, Spike(i * 20, 20_000, 600) + 10 + i * 7 % 5);
        rig.RunTo(19_000);
        var before = rig.Statistics.DelayMs;
        rig.RunTo(30_600);
        Assert.InRange(rig.Statistics.DelayMs, 0, before + 50);
        rig.RunTo(59_000);
        Assert.InRange(rig.Statistics.DelayMs, 0, before + 15);
        Assert.InRange(rig.Statistics.HeldFrames, 48 * 500, 48 * 600);
    }

    [Fact]
    public void Jitter_that_grows_is_followed_quickly_and_its_end_slowly_each_with_its_reason()
    {
        using var rig = new JitterRig();
        for (var i = 0; i < 5_000; i++) rig.Send(i, 10 + (i is > 1_000 and < 2_000 ? i * 37 % 80 : i * 37 % 5));
        rig.RunTo(20_000);
        Assert.InRange(rig.Statistics.Target.TargetMs, 3, 10);
        rig.RunTo(22_000);
        Assert.InRange(rig.Statistics.Target.TargetMs, 70, 90);
        rig.RunTo(41_000);
        Assert.InRange(rig.Statistics.Target.TargetMs, 70, 90);
        rig.RunTo(99_000);
        Assert.InRange(rig.Statistics.Target.TargetMs, 3, 10);
        var changes = rig.Statistics.Changes;
        Assert.Contains(changes, c => c.TargetMs > 60 && c.PreviousMs < c.TargetMs);
        Assert.All(changes, c => Assert.EndsWith(".", c.ToString(), StringComparison.Ordinal));
        Assert.Contains("no packet was later", rig.Statistics.Target.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_longer_route_is_no_loss_and_a_shorter_one_no_reason_to_stay_behind()
    {
        using var rig = new JitterRig();
        for (var i = 0; i < 4_000; i++) rig.Send(i, (i is > 1_000 and < 2_500 ? 90 : 10) + i * 7 % 5);
        rig.RunTo(40_000);
        Assert.Equal(0, rig.Statistics.LatePackets);
        Assert.InRange(rig.Statistics.HeldFrames, 1, 48 * 90);
        rig.RunTo(79_000);
        Assert.InRange(rig.Statistics.DelayMs, 0, 30);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(-300)]
    [InlineData(1_000)]
    public void A_senders_clock_that_drifts_is_followed_by_time_scaling(double ppm)
    {
        using var rig = new JitterRig();
        for (var i = 0; i < 6_000; i++) rig.Send(i, 10 + i * 7 % 5 + i * 20 * ppm * 1e-6);
        rig.RunTo(30_000);
        var made = rig.Statistics.HeldFrames + rig.Statistics.ConcealedFrames;
        var scaled = rig.Statistics.StretchedFrames - rig.Statistics.ShortenedFrames;
        rig.RunTo(118_000);
        Assert.InRange(rig.Statistics.DelayMs, 0, 35);
        Assert.InRange(rig.Statistics.HeldFrames + rig.Statistics.ConcealedFrames - made, 0, 48 * 90);
        Assert.Equal(88_000 * ppm * 1e-6, (rig.Statistics.StretchedFrames - rig.Statistics.ShortenedFrames - scaled) / 48.0, 90.0);
        Assert.Equal(ppm, rig.Statistics.DriftPpm, 30.0);
    }

    [Fact]
    public void More_tolerance_means_less_delay_and_more_that_is_concealed()
    {
        var (delays, made) = (new List<double>(), new List<long>());
        foreach (var tolerance in new[] { 0.2, 1.0, 10.0 })
        {
            using var rig = new JitterRig(new JitterBufferOptions { Tolerance = tolerance });
            var random = new Random(8);
            for (var i = 0; i < 4_000; i++) rig.Send(i, 10 + Math.Min(300, 10 * Math.Pow(1 - random.NextDouble(), -0.35)));
            var sum = 0.0;
            for (var second = 1; second < 79; second++)
            {
                rig.RunTo(second * 1_000);
                sum += rig.Statistics.DelayMs;
            }

            delays.Add(sum);
            made.Add(rig.Statistics.HeldFrames + rig.Statistics.ConcealedFrames);
        }

        Assert.True(delays[0] > delays[1] && delays[1] > delays[2], string.Join(' ', delays));
        Assert.True(made[0] < made[1] && made[1] < made[2], string.Join(' ', made));
    }

    [Fact]
    public void A_sender_whose_timeline_stood_still_for_five_seconds_is_heard_on_without_a_loss()
    {
        using var rig = new JitterRig();
        for (var i = 0; i < 1_500; i++) rig.Send(i, 10 + i % 3 + (i < 500 ? 0 : 5_000));
        rig.RunTo(34_000);
        Assert.Equal(0, rig.Statistics.SkippedFrames + rig.Statistics.CoveredFrames + rig.Statistics.ConcealedFrames);
        Assert.InRange(rig.Statistics.DelayMs, 0, 30);
    }

    /// <summary>Packets that are sent while nothing gets through arrive together at its end.</summary>
    private static double Spike(double sentMs, double fromMs, double lengthMs) =>
        sentMs >= fromMs && sentMs < fromMs + lengthMs ? fromMs + lengthMs - sentMs : 0;

    [Theory]
    [InlineData(480)]
    [InlineData(960)]
    [InlineData(441)]
    public void Over_a_steady_network_time_is_scaled_only_until_the_target_is_reached(int block)
    {
        var random = new Random(3);
        using var rig = new JitterRig();
        for (var i = 0; i < 1_000; i++) rig.Send(i, 5 + random.NextDouble() * 0.06);
        rig.RunTo(3_000, block);
        var before = rig.Statistics;
        rig.RunTo(19_000, block);
        var after = rig.Statistics;
        Assert.Equal((before.StretchedFrames, before.ShortenedFrames), (after.StretchedFrames, after.ShortenedFrames));
        Assert.InRange(before.StretchedFrames, 0, 48 * 10);
        Assert.InRange(before.ShortenedFrames, 0, 48 * 50);
    }
}
