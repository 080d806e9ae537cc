using Continuo.Audio;
using Continuo.Devices.Wasapi;

namespace Continuo.Devices.Tests.Wasapi;

/// <summary>Times and gaps of captured packets, with what Windows says of them made up.</summary>
public sealed class PacketTimelineTests
{
    private const long Millisecond = 1_000_000;
    private const long Start = 5_000 * Millisecond;
    private readonly PacketTimeline _timeline = new(new AudioFormat(48_000, 2));

    public PacketTimelineTests() => _timeline.Start(Start);

    [Fact]
    public void The_device_s_own_time_is_used()
    {
        for (var i = 0; i < 100; i++)
        {
            var captured = Start + (i * 10 * Millisecond);
            var (time, lost) = Place(i * 480, captured, arrival: captured + ((10 + (i % 7)) * Millisecond));
            Assert.Equal((captured, 0), (time, lost));
        }

        Assert.Equal(0, _timeline.WrongTimes);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, -3_600_000)]
    [InlineData(false, 3_600_000)]
    public void A_wrong_time_is_replaced_by_that_of_the_arrivals(bool isFlagged, long offMilliseconds)
    {
        for (var i = 0; i < 100; i++)
        {
            var captured = Start + (i * 10 * Millisecond);
            var packet = new CapturePacket(480, i * 480, (captured + (offMilliseconds * Millisecond)) / 100, false, isFlagged);
            var (time, lost) = _timeline.Place(packet, captured + ((10 + (i % 3)) * Millisecond));
            Assert.Equal(0, lost);
            Assert.InRange(time - captured, 0, 2 * Millisecond);
        }

        Assert.Equal(100, _timeline.WrongTimes);
    }

    [Fact]
    public void A_discontinuity_is_a_gap_of_the_frames_that_the_device_counted_on()
    {
        Place(0, Start, Start + (10 * Millisecond), isDiscontinuous: true); // every first packet is flagged
        Place(480, Start + (10 * Millisecond), Start + (20 * Millisecond));
        var (time, lost) = Place(480 + 480 + 960, Start + (40 * Millisecond), Start + (50 * Millisecond), isDiscontinuous: true);
        Assert.Equal((Start + (40 * Millisecond), 960), (time, lost));
        Assert.Equal(0, Place(480 + 480 + 960 + 480, Start + (50 * Millisecond), Start + (60 * Millisecond)).Lost);
    }

    [Fact]
    public void A_position_that_jumps_without_the_flag_is_no_gap()
    {
        Place(0, Start, Start + (10 * Millisecond));
        Assert.Equal(0, Place(100_000, Start + (10 * Millisecond), Start + (20 * Millisecond)).Lost);
    }

    [Fact]
    public void A_first_packet_that_is_flagged_has_lost_nothing() =>
        Assert.Equal(0, Place(48_000, Start, Start + (10 * Millisecond), isDiscontinuous: true).Lost);

    [Fact]
    public void A_loopback_is_idle_after_a_while_and_what_follows_has_lost_nothing()
    {
        Place(0, Start, Start + (10 * Millisecond));
        Assert.False(_timeline.IsIdle(Start + (60 * Millisecond)));
        Assert.True(_timeline.IsIdle(Start + (80 * Millisecond)));
        var (time, lost) = Place(48_000, Start + (1000 * Millisecond), Start + (1010 * Millisecond), isDiscontinuous: true);
        Assert.Equal((Start + (1000 * Millisecond), 0), (time, lost));
    }

    [Fact]
    public void A_loopback_that_never_plays_is_idle_from_the_start()
    {
        Assert.False(_timeline.IsIdle(Start + (50 * Millisecond)));
        Assert.True(_timeline.IsIdle(Start + PacketTimeline.IdleNanoseconds));
    }

    [Fact]
    public void Placing_allocates_nothing()
    {
        var at = 0L;
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            Place(at * 480, Start + (at * 10 * Millisecond), Start + ((at + 1) * 10 * Millisecond));
            at++;
        }));
    }

    private (long Time, long Lost) Place(long position, long captured, long arrival, bool isDiscontinuous = false) =>
        _timeline.Place(new CapturePacket(480, position, captured / 100, isDiscontinuous, false), arrival);
}
