using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Tests.Rings;

public sealed class ReaderCountsTests
{
    private static readonly ReaderCounts Counts = new(Written: 1000, Read: 500, Overrun: 1, Late: 20, Shed: 300, Stopped: 4, Pending: 175);

    [Fact]
    public void All_losses_are_summed() => Assert.Equal(325, Counts.Dropped);

    [Theory]
    [InlineData(GapReason.Overrun, 1)]
    [InlineData(GapReason.Late, 20)]
    [InlineData(GapReason.Shed, 300)]
    [InlineData(GapReason.Stopped, 4)]
    [InlineData(GapReason.Outage, 0)]
    public void Losses_are_told_by_reason(GapReason reason, long chunks) => Assert.Equal(chunks, Counts.DroppedFor(reason));
}
