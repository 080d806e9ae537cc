using FsCheck;
using FsCheck.Fluent;

namespace Continuo.Rtp.Tests.Jitter;

/// <summary>The sender's timestamps jump while its numbers go on, as when a mixer changes its input.</summary>
public sealed class TimestampJumpTests
{
    [Theory]
    [InlineData(-5_000)]
    [InlineData(-1_000)]
    [InlineData(-60)]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(5_000)]
    [InlineData(20_000_000)]
    [InlineData(-20_000_000)]
    public void What_comes_after_a_jump_is_heard_without_a_hole(int milliseconds)
    {
        using var rig = new JitterRig();
        for (var i = 0; i < 400; i++) rig.Send(i, 5 + i % 3, mediaTime: JitterRig.MediaTimeOf(i) + (i >= 150 ? milliseconds * 48L : 0));
        rig.RunTo(7_900);
        var s = rig.Statistics;
        Assert.Equal((1, 0, 0), (s.TimestampJumps, s.Restarts, s.ImplausiblePackets));
        Assert.Equal(0, s.ConcealedFrames + s.HeldFrames + s.SkippedFrames + s.PausedFrames);
        Assert.InRange(s.DelayMs, 0, 60);
    }

    [Fact]
    public void A_pause_of_the_sender_is_no_jump()
    {
        using var rig = new JitterRig(JitterRig.Fixed(40));
        for (var i = 0; i < 200; i++)
        {
            var pause = i >= 100 ? 2_000 : 0;
            rig.Send(i, 5 + pause, mediaTime: JitterRig.MediaTimeOf(i) + pause * 48);
        }

        rig.RunTo(6_500);
        Assert.Equal((0, 2_000 * 48), (rig.Statistics.TimestampJumps, rig.Statistics.PausedFrames));
    }

    [Fact]
    public void A_loss_around_a_jump_lasts_as_long_as_it_took()
    {
        using var rig = new JitterRig(JitterRig.Fixed(60));
        for (var i = 0; i < 300; i++)
        {
            if (i is < 100 or >= 105) rig.Send(i, 5, mediaTime: JitterRig.MediaTimeOf(i) - (i >= 100 ? 90_000 : 0));
        }

        rig.RunTo(5_900);
        Assert.Equal(1, rig.Statistics.TimestampJumps);
        Assert.Equal(5 * JitterRig.PacketFrames, rig.Statistics.ConcealedFrames + rig.Statistics.HeldFrames, 480.0);
    }

    [Fact]
    public void One_wrong_timestamp_costs_nothing()
    {
        using var rig = new JitterRig(JitterRig.Fixed(60));
        for (var i = 0; i < 200; i++) rig.Send(i, 5, mediaTime: JitterRig.MediaTimeOf(i) + (i == 100 ? 7_000_000 : 0));
        rig.RunTo(3_900);
        Assert.Equal((2, 0), (rig.Statistics.TimestampJumps, rig.Statistics.ConcealedFrames + rig.Statistics.HeldFrames));
    }

    [Fact]
    public void Jumps_of_any_length_over_networks_of_any_kind_leave_at_most_what_was_lost()
    {
        var courses =
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from jumps in Gen.Choose(1, 5)
            from jitter in Gen.Choose(0, 60)
            select (seed, jumps, jitter);
        Prop.ForAll(courses.ToArbitrary(), course => Run(course)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    private static bool Run((int Seed, int Jumps, int Jitter) course)
    {
        var random = new Random(course.Seed);
        using var rig = new JitterRig(JitterRig.Fixed(150));
        var at = Enumerable.Range(0, course.Jumps).Select(i => 60 + 60 * i + random.Next(10)).ToHashSet();
        var shift = 0L;
        for (var i = 0; i < 420; i++)
        {
            if (at.Contains(i)) shift += (random.Next(2) * 2 - 1) * random.NextInt64(48_000 / 5, 1L << 33);
            rig.Send(i, 5 + random.NextDouble() * course.Jitter, mediaTime: JitterRig.MediaTimeOf(i) + shift);
        }

        rig.RunTo(8_300);
        var s = rig.Statistics;
        Assert.Equal((0, 0), (s.Restarts, s.SkippedFrames));
        // A packet overtaken at a jump may count as two jumps, and may move what follows by its delay.
        Assert.InRange(s.TimestampJumps, course.Jumps, 3 * course.Jumps);
        Assert.InRange(s.ConcealedFrames + s.HeldFrames + s.PausedFrames, 0, course.Jumps * 48 * 100);
        Assert.InRange(s.DelayMs, 0, 150 + course.Jumps * 100);
        return true;
    }
}
