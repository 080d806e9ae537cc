using Continuo.Audio;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

public class CaptureTimelineTests
{
    private const int Block = 480;
    private const long Millisecond = 1_000_000;
    private const long BlockTime = 10 * Millisecond;
    private const long Start = 1_000 * Millisecond;

    [Theory]
    [InlineData(150)]
    [InlineData(3000)]
    [InlineData(40)]
    [InlineData(-40)]
    [InlineData(-150)]
    [InlineData(-3000)]
    public void A_first_capture_time_that_is_wrong_is_corrected_within_seconds_and_counts_no_time(int milliseconds)
    {
        var timeline = new CaptureTimeline(AudioFormat.Default);
        Flow(timeline, blocks: 300, i => i == 0 ? milliseconds * Millisecond : 0);

        Assert.Equal(300 * Block, timeline.Position);
        Assert.InRange(timeline.CaptureTimeOf(299 * Block) - TimeOf(299), -Millisecond, Millisecond);
    }

    [Fact]
    public void A_second_reading_that_agrees_with_the_first_is_weighed_against_it()
    {
        var timeline = new CaptureTimeline(AudioFormat.Default);
        Flow(timeline, blocks: 2, i => i == 0 ? 8 * Millisecond : 0);

        Assert.InRange(timeline.CaptureTimeOf(Block) - TimeOf(1), Millisecond, 8 * Millisecond);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(80)]
    public void Capture_times_that_were_too_late_for_a_minute_are_corrected_within_ten_seconds(int milliseconds)
    {
        var timeline = new CaptureTimeline(AudioFormat.Default);
        Flow(timeline, blocks: 6000, _ => milliseconds * Millisecond);
        Flow(timeline, blocks: 1000, _ => 0, first: 6000);

        Assert.Equal(7000 * Block, timeline.Position);
        Assert.InRange(timeline.CaptureTimeOf(6999 * Block) - TimeOf(6999), -Millisecond, Millisecond);
    }

    [Fact]
    public void A_single_reading_that_is_early_changes_nothing()
    {
        var timeline = new CaptureTimeline(AudioFormat.Default);
        Flow(timeline, blocks: 1000, i => i == 500 ? -500 * Millisecond : 0);

        Assert.Equal(1000 * Block, timeline.Position);
        Assert.InRange(timeline.CaptureTimeOf(500 * Block) - TimeOf(500), -1000, 1000);
    }

    [Fact]
    public void A_short_pause_that_needs_no_silence_keeps_the_drift_that_was_learnt()
    {
        var timeline = new CaptureTimeline(AudioFormat.Default);
        Flow(timeline, blocks: 6000, i => i * BlockTime / 5000); // 200 ppm slow
        Assert.InRange(timeline.DriftPpm, -220, -150);
        var (drift, position) = (timeline.DriftPpm, timeline.Position);
        Assert.Equal((0, Gap.None), timeline.Idle(TimeOf(6001) + (6000 * BlockTime / 5000)));
        Assert.Equal((drift, position), (timeline.DriftPpm, timeline.Position));
    }

    [Fact]
    public void Silence_after_a_first_capture_time_that_was_wrong_is_as_long_as_it_was()
    {
        var timeline = new CaptureTimeline(AudioFormat.Default);
        Flow(timeline, blocks: 300, i => i == 0 ? 150 * Millisecond : 0);
        for (var i = 300; i < 500; i += 10) timeline.Idle(TimeOf(i));
        Flow(timeline, blocks: 100, _ => 0, first: 500);

        Assert.InRange(timeline.Position, (600 * Block) - 48, (600 * Block) + 48);
    }

    [Fact]
    public void Time_in_which_a_device_slept_is_counted_once_though_its_first_frames_have_old_times()
    {
        var timeline = new CaptureTimeline(AudioFormat.Default);
        Flow(timeline, blocks: 400, _ => 0);
        for (var i = 410; i <= 700; i += 10) timeline.Idle(TimeOf(i));
        // The first three blocks after three seconds of sleep say that they follow those before it.
        Flow(timeline, blocks: 500, i => i < 703 ? -3000 * Millisecond : 0, first: 700);

        Assert.InRange(timeline.Position, (1200 * Block) - (2 * Block), (1200 * Block) + (2 * Block));
        Assert.InRange(timeline.CaptureTimeOf(timeline.Position) - TimeOf(1200), -Millisecond, Millisecond);
    }

    [Fact]
    public void Frames_that_a_driver_reports_as_lost_in_a_sleep_are_part_of_it()
    {
        var timeline = new CaptureTimeline(AudioFormat.Default);
        Flow(timeline, blocks: 100, _ => 0);
        timeline.Idle(TimeOf(200));
        timeline.Place(Block, TimeOf(300), new Gap(48_000, 0, GapReason.Device));

        Assert.InRange(timeline.Position, (301 * Block) - 1, (301 * Block) + 1);
    }

    [Fact]
    public void A_machine_that_slept_leaves_one_gap_of_that_length()
    {
        var timeline = new CaptureTimeline(AudioFormat.Default);
        Flow(timeline, blocks: 400, _ => 0);
        var (fill, gap) = timeline.Place(Block, TimeOf(400) + (3_600_000 * Millisecond), Gap.None);

        Assert.Equal((0, GapReason.Device), (fill, gap.Reason));
        Assert.InRange(gap.Frames, (3600 * 48_000) - 1, (3600 * 48_000) + 1);
        Flow(timeline, blocks: 100, _ => 3_600_000 * Millisecond, first: 401);
        Assert.InRange(timeline.Position, (501 * Block) + (3600 * 48_000) - 1, (501 * Block) + (3600 * 48_000) + 1);
    }

    private static void Flow(CaptureTimeline timeline, int blocks, Func<int, long> error, int first = 0)
    {
        for (var i = first; i < first + blocks; i++) timeline.Place(Block, TimeOf(i) + error(i), Gap.None);
    }

    private static long TimeOf(int block) => Start + (block * BlockTime);
}
