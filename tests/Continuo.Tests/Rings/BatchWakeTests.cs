using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Tests.Rings;

public sealed class BatchWakeTests
{
    private static readonly RingReaderOptions InBatches = new() { WakeMode = WakeMode.Batch };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(480, 1000, 5)] // 50 ms
    [InlineData(120, 1000, 20)]
    [InlineData(480, 8, 2)] // a quarter of the ring
    [InlineData(480, 2, 1)]
    [InlineData(9600, 1000, 1)]
    public void A_batch_is_50_ms_or_a_quarter_of_the_ring(int chunkFrames, int capacity, int batch)
    {
        using var ring = new AudioRing(new AudioFormat(48_000, 2), chunkFrames, capacity);
        Assert.Equal(batch, ring.BatchChunks);
    }

    [Fact]
    public unsafe void A_sleeper_is_woken_when_a_batch_is_complete_and_not_before()
    {
        using var ring = RingFixture.Ring(16);
        Assert.Equal(4, ring.BatchChunks);
        var epoch = ring.Memory.BatchEvents;
        ring.BatchEvents.PrepareWait();
        ring.Write(3);
        Assert.Equal(0, *epoch);
        ring.Write(1);
        Assert.Equal(1, *epoch);
        ring.Write(7);
        Assert.Equal(2, *epoch);
        ring.BatchEvents.CancelWait();
    }

    [Fact]
    public unsafe void The_end_wakes_a_sleeper_in_the_middle_of_a_batch()
    {
        using var ring = RingFixture.Ring(16);
        ring.BatchEvents.PrepareWait();
        ring.Write(1);
        ring.Complete();
        Assert.Equal(1, *ring.Memory.BatchEvents);
        ring.BatchEvents.CancelWait();
    }

    [Fact]
    public void Chunks_that_no_further_ones_follow_are_read_all_the_same()
    {
        using var ring = RingFixture.Ring(16);
        using var reader = ring.OpenReader(InBatches);
        var waiting = Task.Factory.StartNew(
            () => reader.Wait(Patience),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(SpinWait.SpinUntil(() => ring.Memory.Sleepers > 0, Patience));
        ring.Write(1);
        Assert.True(waiting.Wait(Patience));
        Assert.True(waiting.Result);
    }

    [Fact]
    public void A_reader_gets_every_chunk_in_order_and_the_end()
    {
        const int Chunks = 20_000;
        using var ring = RingFixture.Ring(Chunks);
        using var reader = ring.OpenReader(InBatches);
        var writer = new Thread(() =>
        {
            for (var i = 0; i < Chunks; i++)
            {
                ring.Write(1);
                if (i % 64 == 0) Thread.Yield();
            }

            ring.Complete();
        });
        writer.Start();
        var next = 0;
        while (true)
        {
            var (status, _, gap, value) = reader.Next();
            if (status == ReadStatus.End) break;
            if (status == ReadStatus.Empty)
            {
                Assert.True(reader.Wait(Patience));
                continue;
            }

            Assert.True(gap.IsEmpty);
            Assert.Equal(next++, value);
        }

        writer.Join();
        Assert.Equal(Chunks, next);
        reader.Statistics.AssertConserved();
    }
}
