using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Wire;

public sealed class UnwrapperTests
{
    [Fact]
    public void Numbers_continue_over_the_turn_of_their_bits()
    {
        var unwrapper = new SequenceUnwrapper();
        var first = unwrapper.Unwrap(65_530);
        for (var i = 1; i < 200_000; i++) Assert.Equal(first + i, unwrapper.Unwrap((ushort)(65_530 + i)));
    }

    [Fact]
    public void A_packet_from_before_the_turn_is_reported_as_such()
    {
        var unwrapper = new SequenceUnwrapper();
        var first = unwrapper.Unwrap(2);
        Assert.Equal(first - 5, unwrapper.Unwrap(65_533));
        Assert.Equal(first + 1, unwrapper.Unwrap(3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30_000)]
    [InlineData(65_535)]
    public void A_restart_is_higher_than_all_before(ushort sequence)
    {
        var unwrapper = new SequenceUnwrapper();
        var before = unwrapper.Unwrap(40_000);
        var after = unwrapper.Restart(sequence);
        Assert.InRange(after, before + 1_000, before + 300_000);
        Assert.Equal(sequence, (ushort)after);
        Assert.Equal(after + 1, unwrapper.Unwrap((ushort)(sequence + 1)));
    }

    [Fact]
    public void Media_time_continues_over_the_turn_of_its_bits()
    {
        var unwrapper = new TimestampUnwrapper();
        var first = unwrapper.Unwrap(uint.MaxValue - 100);
        Assert.True(first > 0);
        Assert.Equal(first + 960, unwrapper.Unwrap(unchecked(uint.MaxValue - 100 + 960)));
        Assert.Equal(first, unwrapper.Unwrap(uint.MaxValue - 100));
        for (long i = 1; i < 100; i++)
        {
            Assert.Equal(first + i * 1_000_000_000, unwrapper.Unwrap(unchecked((uint)(first + i * 1_000_000_000))));
        }
    }
}
