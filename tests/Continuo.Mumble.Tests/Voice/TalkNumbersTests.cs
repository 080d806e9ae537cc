using Continuo.Mumble.Voice;

namespace Continuo.Mumble.Tests.Voice;

public sealed class TalkNumbersTests
{
    private readonly TalkNumbers _numbers = new();

    [Fact]
    public void Packets_are_numbered_in_units_of_ten_milliseconds_from_zero_whatever_the_senders_timeline_begins_at()
    {
        Assert.Equal(0, Place(4_000_000));
        Assert.Equal(2, Place(4_000_002));
        Assert.Equal(4, Place(4_000_004, 6));
        Assert.Equal(10, Place(4_000_010));
    }

    [Fact]
    public void A_lost_packet_leaves_its_numbers_out_and_gets_them_if_it_comes_late_once()
    {
        Place(100);
        Assert.Equal(4, Place(104));
        Assert.Equal(2, Place(102));
        Assert.Null(Place(102));
        Assert.Null(Place(104));
        Assert.Null(Place(100));
        Assert.Equal(6, Place(106));
    }

    [Fact]
    public void A_timeline_that_begins_again_continues_the_numbers()
    {
        Place(5000);
        Place(5002);
        Assert.Null(Place(10)); // it might be a late packet
        Assert.Null(Place(12));
        Assert.Equal(4, Place(14));
        Assert.Equal(6, Place(16));
        Assert.Equal(8, Place(999_000_000));
    }

    [Fact]
    public void After_the_end_of_a_talk_the_pause_is_left_out_of_the_numbers_and_nothing_from_before_is_sent()
    {
        Place(0);
        Place(4);
        Assert.Equal(6, _numbers.End(2));
        Assert.Equal(108, Place(108));
        Assert.Null(Place(100));
        Assert.Null(Place(2));
    }

    [Fact]
    public void A_talk_that_continues_on_the_numbers_of_its_last_packet_is_moved_behind_it()
    {
        Place(0);
        _numbers.End(2);
        Assert.Equal(4, Place(2));
        Assert.Equal(6, Place(4));
    }

    [Fact]
    public void Numbers_never_go_back_by_more_than_a_late_packet_for_any_timeline()
    {
        var random = new Random(1);
        for (var (unit, i) = (0L, 0); i < 100_000; i++)
        {
            unit = random.Next(100) == 0 ? random.NextInt64(1L << 40) : unit + random.Next(-4, 8);
            var next = _numbers.Next;
            if (Place(unit) is { } number) Assert.InRange(number, next - 64, next + 60_000);
            if (random.Next(200) == 0) _numbers.End(2);
            Assert.True(_numbers.Next >= next);
        }
    }

    private long? Place(long unit, int units = 2) => _numbers.TryPlace(unit, units, out var number) ? number : null;
}
