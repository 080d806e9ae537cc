using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Tests.Rings;

public sealed class ReaderStatisticsTests
{
    private static readonly ReaderStatistics Statistics =
        new(Written: 1000, Read: 500, Overrun: 1, Late: 20, Shed: 300, Stopped: 4, Pending: 175);

    [Fact]
    public void All_losses_are_summed() => Assert.Equal(325, Statistics.Dropped);

    [Theory]
    [InlineData(GapReason.Overrun, 1)]
    [InlineData(GapReason.Late, 20)]
    [InlineData(GapReason.Shed, 300)]
    [InlineData(GapReason.Stopped, 4)]
    [InlineData(GapReason.Outage, 0)]
    public void Losses_are_reported_by_reason(GapReason reason, long chunks) => Assert.Equal(chunks, Statistics.DroppedFor(reason));
}
