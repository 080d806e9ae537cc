using Continuo.Rtp.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Continuo.Rtp.Tests.Wire;

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
    public void More_than_four_milliards_of_packets_are_counted_right()
    {
        // Only every 2900th arrives: as a loss and over many turns of 16 and of 32 bits.
        var source = new SourceStatistics();
        source.Take(0);
        source.Take(1);
        var sent = 1L;
        var received = 2L;
        while (sent < 3L << 32)
        {
            sent += 2_900;
            received++;
            Assert.Equal(SequenceVerdict.Accepted, source.Take((ushort)sent));
        }

        Assert.Equal((sent, sent + 1, received, sent + 1 - received),
            (source.ExtendedHighest, source.Expected, source.Received, source.Lost));
        Assert.Equal(255, source.TakeFractionLost());
    }

    [Fact]
    public void Losses_and_turns_of_any_kind_are_counted_right() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var source = new SourceStatistics();
            var first = random.NextInt64(1 << 16);
            var (highest, received) = (first + 1, 2L);
            source.Take((ushort)first);
            source.Take((ushort)highest);
            for (var i = 0; i < 400; i++)
            {
                // Forward by less than the limit, or a late one.
                var number = random.Next(4) == 0 ? highest - random.Next(99) : highest + random.Next(1, 3_000);
                Assert.Equal(SequenceVerdict.Accepted, source.Take((ushort)number));
                (highest, received) = (Math.Max(highest, number), received + 1);
            }

            Assert.Equal((highest, highest - first + 1, received), (source.ExtendedHighest, source.Expected, source.Received));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Where_packets_are_short_the_limits_are_the_same_time()
    {
        var source = new SourceStatistics();
        source.SetRate(8_000);
        for (ushort n = 0; n < 2_000; n++) source.Take(n);
        Assert.Equal(SequenceVerdict.Accepted, source.Take(1_999 + 8_000)); // a second is lost
        Assert.Equal(SequenceVerdict.Accepted, source.Take(1_999 + 8_000 - 800)); // 100 ms late
        Assert.Equal(SequenceVerdict.Rejected, source.Take(1_999 + 40_000));
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
