using Continuo.Audio;
using Continuo.Devices.Timing;

namespace Continuo.Devices.Tests.Timing;

public sealed class CaptureClockTests
{
    private const long Millisecond = 1_000_000;
    private static readonly AudioFormat Format = new(48_000, 2);
    private readonly CaptureClock _clock = new(Format);

    [Fact]
    public void The_quickest_arrival_says_when_frames_were_captured()
    {
        var random = new Random(1);
        for (var chunk = 1; chunk <= 1000; chunk++)
        {
            var delay = chunk % 10 == 0 ? 0 : random.NextInt64(5 * Millisecond);
            _clock.Arrived(chunk * 480, (chunk * 10 * Millisecond) + delay, waited: true);
        }

        Assert.InRange(_clock.TimeOf(480_000), 10_000 * Millisecond, 10_000 * Millisecond);
    }

    [Fact]
    public void A_stop_of_our_own_changes_no_capture_time()
    {
        Flow(0, 200, 0);
        // Stopped for 700 ms inside the wait, then the backlog comes without waiting.
        Assert.False(_clock.Arrived(201 * 480, (200 + 70) * 10 * Millisecond, waited: true));
        for (var chunk = 202; chunk <= 270; chunk++)
        {
            Assert.False(_clock.Arrived(chunk * 480, (2700 * Millisecond) + (chunk * 10_000), waited: false));
        }

        for (var chunk = 271; chunk < 400; chunk++) Assert.False(_clock.Arrived(chunk * 480, chunk * 10 * Millisecond, waited: true));
        Assert.InRange(_clock.TimeOf(400 * 480), 4000 * Millisecond, 4000 * Millisecond);
    }

    [Fact]
    public void The_end_of_a_backlog_is_no_jump_even_where_it_had_to_be_waited_for()
    {
        Flow(0, 200, 0);
        // Stopped for 700 ms; the server hands the backlog out in portions, each of which has to be waited for.
        for (var chunk = 201; chunk <= 270; chunk++)
        {
            Assert.False(_clock.Arrived(chunk * 480, (2700 * Millisecond) + (chunk * 10_000), waited: chunk % 2 == 0));
        }

        Assert.Equal(4000 * Millisecond, _clock.TimeOf(400 * 480));
    }

    [Fact]
    public void Frames_that_were_lost_delay_all_that_follow()
    {
        Flow(0, 200, 0);
        _clock.Shift(5 * Millisecond);
        Assert.Equal(2005 * Millisecond, _clock.TimeOf(200 * 480));
    }

    [Fact]
    public void A_stream_that_paused_is_placed_where_it_went_on()
    {
        Flow(0, 200, 0);
        Flow(200, 203, 500 * Millisecond);
        Assert.Equal((2030 + 500) * Millisecond, _clock.TimeOf(203 * 480));
    }

    [Fact]
    public void A_slow_device_is_followed()
    {
        // 100 ppm slow: each chunk takes 10.001 ms of our time.
        for (var chunk = 1L; chunk <= 60_000; chunk++) _clock.Arrived(chunk * 480, chunk * 10_001_000, waited: true);
        Assert.InRange(_clock.TimeOf(60_000L * 480), (60_000 * 10_001_000L) - (Millisecond / 2), 60_000 * 10_001_000L);
    }

    [Fact]
    public void The_servers_word_corrects_a_first_frame_that_came_late()
    {
        _clock.Arrived(480, 310 * Millisecond, waited: true);
        _clock.ReportTime(480, 10 * Millisecond, 311 * Millisecond);
        Assert.Equal(0, _clock.TimeOf(0));
    }

    [Fact]
    public void The_devices_own_time_takes_the_place_of_bounds()
    {
        Flow(0, 10, -5 * Millisecond);
        _clock.ReportTime(4800, 102 * Millisecond, 101 * Millisecond, exact: true);
        Flow(10, 20, -5 * Millisecond);
        Assert.Equal(2 * Millisecond, _clock.TimeOf(0));
    }

    [Fact]
    public void An_absurd_word_of_the_server_is_not_believed()
    {
        Flow(0, 10, 0);
        _clock.ReportTime(480, -5000 * Millisecond, 100 * Millisecond);
        Assert.Equal(0, _clock.TimeOf(0));
    }

    private void Flow(int from, int to, long shift)
    {
        for (var chunk = from + 1; chunk <= to; chunk++) _clock.Arrived(chunk * 480, (chunk * 10 * Millisecond) + shift, waited: true);
    }
}
