using Continuo.Rings;
using FsCheck.Fluent;

namespace Continuo.Tests.Rings;

public class ConservationTests
{
    private enum Step
    {
        Write,
        WriteMany,
        Read,
        ReadMany,
        Shed,
        Look,
    }

    [Fact]
    public void Written_is_read_plus_dropped_plus_pending_after_every_step_of_any_history()
    {
        var histories =
            from capacity in Gen.Choose(2, 12)
            from lag in Gen.Choose(0, 12)
            from steps in Gen.Elements(Enum.GetValues<Step>()).ListOf()
            select (capacity, lag, steps);

        Prop.ForAll(histories.ToArbitrary(), history =>
        {
            using var ring = RingFixture.Ring(history.capacity);
            TimeSpan? maxLag = history.lag == 0 ? null : RingFixture.Format.ToTime(history.lag * RingFixture.Frames);
            using var reader = ring.OpenReader(new RingReaderOptions { MaxLag = maxLag });
            var limit = history.lag == 0 ? history.capacity : Math.Min(history.lag, history.capacity);
            long read = 0, told = 0, expected = 0;
            foreach (var step in history.steps)
            {
                if (step == Step.Write) ring.Write(1);
                if (step == Step.WriteMany) ring.Write(7);
                if (step == Step.Shed) reader.Shed(2);
                for (var i = step == Step.Read ? 1 : step == Step.ReadMany ? 5 : 0; i > 0; i--)
                {
                    var (status, header, gap, value) = reader.Next();
                    if (status != ReadStatus.Chunk) continue;
                    Assert.Equal(header.Sequence, value);
                    Assert.Equal(expected + gap.Chunks, header.Sequence);
                    Assert.Equal(gap.Chunks * RingFixture.Frames, gap.Frames);
                    expected = header.Sequence + 1;
                    told += gap.Chunks;
                    read++;
                }

                var counts = reader.Statistics;
                counts.AssertConserved();
                Assert.Equal(ring.Written, counts.Written);
                Assert.Equal(read, counts.Read);
                Assert.True(counts.Dropped >= told);
                Assert.True(counts.Pending <= limit);
            }
        }).Holds();
    }

    [Fact]
    public void The_statistics_balance_in_every_look_from_another_thread()
    {
        const int enough = 1000;
        using var ring = RingFixture.Ring(16);
        using var reader = ring.OpenReader();
        var looks = 0;
        var writer = new Thread(() =>
        {
            do ring.Write(100_000);
            while (Volatile.Read(ref looks) < enough);
            ring.Complete();
        });
        var consumer = new Thread(() =>
        {
            var samples = new float[RingFixture.Frames * 2];
            while (reader.TryRead(samples, out _, out _) != ReadStatus.End)
            {
            }
        });
        writer.Start();
        consumer.Start();
        ReaderStatistics last = default;
        while (writer.IsAlive || consumer.IsAlive)
        {
            var counts = reader.Statistics;
            counts.AssertConserved();
            Assert.True(counts.Written >= last.Written && counts.Read >= last.Read && counts.Pending >= 0);
            last = counts;
            Volatile.Write(ref looks, looks + 1);
        }

        Assert.Equal(ring.Written, reader.Statistics.Read + reader.Statistics.Dropped);
    }
}
