using Continuo.Playing;

namespace Continuo.Tests.Playing;

public sealed class LaneOfferTests
{
    private readonly LaneOffer _offer = new();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(77, 0)]
    [InlineData(77, 1)]
    public void What_is_offered_is_taken_once(long epoch, int lane)
    {
        _offer.Make(epoch, lane);
        Assert.True(_offer.TryTake(epoch, out var taken));
        Assert.Equal(lane, taken);
        Assert.False(_offer.TryTake(epoch, out _));
        Assert.False(_offer.Withdraw());
    }

    [Fact]
    public void Another_epoch_is_not_taken_and_stays_offered()
    {
        _offer.Make(5, 1);
        Assert.False(_offer.TryTake(4, out _));
        Assert.False(_offer.TryTake(6, out _));
        Assert.True(_offer.TryTake(5, out _));
    }

    [Fact]
    public void What_was_withdrawn_cannot_be_taken()
    {
        _offer.Make(5, 1);
        Assert.True(_offer.Withdraw());
        Assert.False(_offer.Withdraw());
        Assert.False(_offer.TryTake(5, out _));
    }

    [Fact]
    public void Nothing_is_offered_at_first()
    {
        Assert.False(_offer.Withdraw());
        Assert.False(_offer.TryTake(0, out _));
    }
}
