using Continuo.Network.Rtp;

namespace Continuo.Network.Tests.Rtp;

public sealed class SourceStatisticsTests
{
    [Fact]
    public void A_source_is_valid_with_its_second_packet_in_a_row()
    {
        var source = new SourceStatistics();
        Assert.Equal(SequenceVerdict.OnProbation, source.Take(100));
        Assert.False(source.IsValid);
        Assert.Equal(SequenceVerdict.OnProbation, source.Take(4000));
        Assert.Equal(SequenceVerdict.Accepted, source.Take(4001));
        Assert.True(source.IsValid);
        Assert.Equal((2, 2, 0), (source.Expected, source.Received, source.Lost));
    }

    [Fact]
    public void Losses_are_counted_over_the_turn_of_the_numbers()
    {
        var source = new SourceStatistics();
        var sent = 0;
        for (var i = 0; i < 150_000; i++)
        {
            if (i > 2 && i % 10 == 0) continue;
            source.Take((ushort)(65_000 + i));
            sent++;
        }

        Assert.Equal((150_000, sent, 150_000 - sent), (source.Expected, source.Received, source.Lost));
    }

    [Fact]
    public void The_part_lost_is_that_since_the_last_report()
    {
        var source = new SourceStatistics();
        ushort n = 0;
        for (var i = 0; i < 100; i++) source.Take(n++);
        Assert.Equal(0, source.TakeFractionLost());
        for (var i = 0; i < 50; i++)
        {
            n++;
            source.Take(n++);
        }

        Assert.Equal(128, source.TakeFractionLost());
        for (var i = 0; i < 100; i++) source.Take(n++);
        Assert.Equal(0, source.TakeFractionLost());
        Assert.Equal(0, source.TakeFractionLost());
    }

    [Fact]
    public void One_packet_gone_astray_changes_nothing_and_two_in_a_row_are_a_new_beginning()
    {
        var source = new SourceStatistics();
        for (ushort n = 10; n < 20; n++) source.Take(n);
        Assert.Equal(SequenceVerdict.Rejected, source.Take(30_000));
        Assert.Equal(SequenceVerdict.Accepted, source.Take(20));
        Assert.Equal(SequenceVerdict.Rejected, source.Take(40_000));
        Assert.Equal(SequenceVerdict.Restarted, source.Take(40_001));
        Assert.Equal(SequenceVerdict.Accepted, source.Take(40_002));
        Assert.Equal((3, 3), (source.Expected, source.Received));
    }

    [Fact]
    public void Duplicates_make_the_loss_negative_and_its_part_zero()
    {
        var source = new SourceStatistics();
        for (ushort n = 0; n < 100; n++)
        {
            source.Take(n);
            if (n > 2) source.Take(n);
        }

        Assert.Equal(-97, source.Lost);
        Assert.Equal(0, source.TakeFractionLost());
    }

    [Fact]
    public void Jitter_is_the_smoothed_deviation_of_the_transit()
    {
        var source = new SourceStatistics();
        for (uint i = 0; i < 1000; i++) source.TakeTransit(unchecked(uint.MaxValue - 480_000 + i * 960), i * 960);
        Assert.Equal(0, source.Jitter);

        // Every second packet is 48 units late: successive transits differ by 48.
        for (uint i = 0; i < 1000; i++) source.TakeTransit(i * 960, i * 960 + i % 2 * 48);
        Assert.InRange(source.Jitter, 47, 49);
    }
}
