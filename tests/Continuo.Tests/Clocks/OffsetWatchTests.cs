using Continuo.Clocks;

namespace Continuo.Tests.Clocks;

public class OffsetWatchTests
{
    private const long Millisecond = 1_000_000;
    private const int Rate = 48_000;

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    [InlineData(300)]
    public void A_deviation_that_lasts_for_half_a_second_is_reported_once(int milliseconds)
    {
        var watch = new OffsetWatch(Rate);
        for (var i = 0; i < 49; i++) Assert.False(watch.Lasts(milliseconds * Millisecond, 480, out _));
        Assert.True(watch.Lasts(milliseconds * Millisecond, 480, out var offset));
        Assert.Equal(milliseconds * Millisecond, offset);
        Assert.False(watch.Lasts(milliseconds * Millisecond, 480, out offset));
        Assert.Equal(0, offset);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void What_all_readings_have_in_common_is_the_least_of_them(int side)
    {
        var watch = new OffsetWatch(Rate);
        for (var i = 0; i < 49; i++) Assert.False(watch.Lasts(side * (20 + i % 7) * Millisecond, 480, out _));
        Assert.True(watch.Lasts(side * 30 * Millisecond, 480, out var offset));
        Assert.Equal(side * 20 * Millisecond, offset);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4_999_999)]
    [InlineData(-4_999_999)]
    [InlineData(-20_000_000)]
    public void A_reading_that_is_right_or_to_the_other_side_begins_the_half_second_again(long nanoseconds)
    {
        var watch = new OffsetWatch(Rate);
        for (var i = 0; i < 49; i++) watch.Lasts(20 * Millisecond, 480, out _);
        Assert.False(watch.Lasts(nanoseconds, 480, out _));
        for (var i = 0; i < 49; i++) Assert.False(watch.Lasts(20 * Millisecond, 480, out _));
        Assert.True(watch.Lasts(20 * Millisecond, 480, out var offset));
        Assert.Equal(20 * Millisecond, offset);
    }

    [Fact]
    public void Few_long_readings_are_not_enough()
    {
        var watch = new OffsetWatch(Rate);
        for (var i = 0; i < 4; i++) Assert.False(watch.Lasts(20 * Millisecond, Rate, out _));
        Assert.True(watch.Lasts(20 * Millisecond, Rate, out _));
    }

    [Fact]
    public void A_reset_forgets_the_readings()
    {
        var watch = new OffsetWatch(Rate);
        for (var i = 0; i < 49; i++) watch.Lasts(10 * Millisecond, 480, out _);
        watch.Reset();
        for (var i = 0; i < 49; i++) Assert.False(watch.Lasts(20 * Millisecond, 480, out _));
        Assert.True(watch.Lasts(20 * Millisecond, 480, out var offset));
        Assert.Equal(20 * Millisecond, offset);
    }
}
