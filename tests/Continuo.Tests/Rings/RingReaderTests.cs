using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rings;

namespace Continuo.Tests.Rings;

public class RingReaderTests
{
    [Fact]
    public void A_token_that_is_cancelled_after_its_wait_does_not_end_a_later_one()
    {
        using var ring = RingFixture.Ring(4);
        using var reader = ring.OpenReader();
        using var cancel = new CancellationTokenSource();
        Assert.False(reader.Wait(TimeSpan.FromMilliseconds(1), cancel.Token));
        cancel.Cancel();
        var waiting = Task.Run(() => reader.Wait(TimeSpan.FromSeconds(30)));
        Assert.True(SpinWait.SpinUntil(() => ring.Memory.Sleepers > 0 || waiting.IsCompleted, TimeSpan.FromSeconds(30)));
        ring.Write(1);
        Assert.True(waiting.Wait(TimeSpan.FromSeconds(30)));
        Assert.True(waiting.Result);
    }

    [Fact]
    public void A_reader_gets_every_chunk_in_order_while_it_keeps_up()
    {
        using var ring = RingFixture.Ring(8);
        using var reader = ring.OpenReader();
        for (var i = 0; i < 100; i++)
        {
            ring.Write(1);
            var (status, header, gap, value) = reader.Next();
            Assert.Equal(ReadStatus.Chunk, status);
            Assert.Equal(i, header.Sequence);
            Assert.Equal(i * RingFixture.Frames, header.Position);
            Assert.Equal(i, value);
            Assert.True(gap.IsEmpty);
        }

        Assert.Equal(ReadStatus.Empty, reader.Next().Status);
        Assert.Equal(new ReaderStatistics(100, 100, 0, 0, 0, 0, 0), reader.Statistics);
    }

    [Fact]
    public void A_reader_that_is_lapped_learns_how_many_chunks_and_frames_it_lost()
    {
        using var ring = RingFixture.Ring(8);
        using var reader = ring.OpenReader();
        ring.Write(1);
        reader.Next();
        ring.Write(20);

        var (_, header, gap, value) = reader.Next();

        Assert.Equal(13, header.Sequence); // 21 written, the ring holds the last 8
        Assert.Equal(13, value);
        Assert.Equal(new Gap(12 * RingFixture.Frames, 12, GapReason.Overrun), gap);
        Assert.Equal(new ReaderStatistics(21, 2, 12, 0, 0, 0, 7), reader.Statistics);
    }

    [Fact]
    public void Loss_is_in_the_statistics_before_the_reader_has_noticed_it()
    {
        using var ring = RingFixture.Ring(8);
        using var reader = ring.OpenReader();
        ring.Write(20);
        Assert.Equal(new ReaderStatistics(20, 0, 12, 0, 0, 0, 8), reader.Statistics);
    }

    [Fact]
    public void A_reader_with_a_maximum_lag_skips_to_it_and_counts_late()
    {
        using var ring = RingFixture.Ring(100);
        using var reader = ring.OpenReader(new RingReaderOptions { MaxLag = RingFixture.Format.ToTime(3 * RingFixture.Frames) });
        ring.Write(50);
        Assert.Equal(3, reader.Lag);

        var (_, header, gap, _) = reader.Next();

        Assert.Equal(47, header.Sequence);
        Assert.Equal(new Gap(47 * RingFixture.Frames, 47, GapReason.Late), gap);
        Assert.Equal(new ReaderStatistics(50, 1, 0, 47, 0, 0, 2), reader.Statistics);
    }

    [Fact]
    public void Lag_accumulated_in_a_pause_recovers_without_a_restart()
    {
        using var ring = RingFixture.Ring(100);
        using var reader = ring.OpenReader(new RingReaderOptions { MaxLag = RingFixture.Format.ToTime(5 * RingFixture.Frames) });
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            ring.Write(1);
            Assert.True(reader.Lag <= 5);
            if (i % 1000 < 100) continue; // stalls now and then
            while (random.Next(3) != 0 && reader.Next().Status == ReadStatus.Chunk)
            {
            }

            Assert.True(reader.Lag <= 5);
        }

        reader.Statistics.AssertConserved();
        Assert.True(reader.Statistics.Late > 0);
    }

    [Fact]
    public void Shedding_gives_up_the_oldest_on_purpose_and_says_so()
    {
        using var ring = RingFixture.Ring(100);
        using var reader = ring.OpenReader();
        ring.Write(10);
        Assert.Equal(4, reader.Shed(4));
        var (_, header, gap, _) = reader.Next();
        Assert.Equal(4, header.Sequence);
        Assert.Equal(new Gap(4 * RingFixture.Frames, 4, GapReason.Shed), gap);
        Assert.Equal(5, reader.Shed(1000));
        Assert.Equal(new ReaderStatistics(10, 1, 0, 0, 9, 0, 0), reader.Statistics);
    }

    [Fact]
    public void What_is_pending_at_closing_is_counted_as_stopped()
    {
        using var ring = RingFixture.Ring(8);
        var reader = ring.OpenReader();
        ring.Write(20);
        reader.Next();
        reader.Dispose();
        ring.Write(5);
        Assert.Equal(new ReaderStatistics(20, 1, 12, 0, 0, 7, 0), reader.Statistics);
        Assert.Empty(ring.Readers);
        Assert.Throws<ObjectDisposedException>(() => reader.Next());
    }

    [Fact]
    public void The_end_comes_after_everything_pending()
    {
        using var ring = RingFixture.Ring(8);
        using var reader = ring.OpenReader();
        ring.Write(8);
        ring.Complete();
        for (var i = 0; i < 8; i++) Assert.Equal(ReadStatus.Chunk, reader.Next().Status);
        Assert.Equal(ReadStatus.End, reader.Next().Status);
        Assert.True(reader.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void A_ring_disposed_under_its_reader_can_still_be_read_out()
    {
        var ring = RingFixture.Ring(8);
        using var reader = ring.OpenReader();
        ring.Write(3);
        ring.Dispose();
        for (var i = 0; i < 3; i++) Assert.Equal(i, reader.Next().Value);
        Assert.Equal(ReadStatus.End, reader.Next().Status);
        reader.Dispose();
        reader.CancelWait(); // the memory is gone; it must not be touched
        Assert.Equal(3, reader.Statistics.Read);
    }

    [Fact]
    public void A_source_gap_is_handed_on_with_its_reason()
    {
        using var ring = RingFixture.Ring(8);
        using var reader = ring.OpenReader();
        ring.Write(1);
        ring.Write(new float[8], new ChunkHeader { Position = 4 + 1000, GapFrames = 1000, GapReason = GapReason.Outage });
        Assert.True(reader.Next().Gap.IsEmpty);
        Assert.Equal(new Gap(1000, 0, GapReason.Outage), reader.Next().Gap);
    }

    [Fact]
    public void A_gap_counts_the_frames_of_lost_chunks_and_of_the_sources_own_gaps()
    {
        using var ring = RingFixture.Ring(2);
        using var reader = ring.OpenReader();
        ring.Write(1);
        for (var i = 0; i < 3; i++)
        {
            ring.Write(new float[8],
                new ChunkHeader
                {
                    Position = 4 + 1000 + 4 * i,
                    GapFrames = i == 0 ? 1000 : 0,
                    GapReason = i == 0 ? GapReason.Device : GapReason.None,
                });
        }

        Assert.Equal(new Gap(4 + 1000 + 4, 2, GapReason.Overrun), reader.Next().Gap);
    }

    [Fact]
    public void A_reader_that_begins_with_history_gets_what_is_in_the_ring()
    {
        using var ring = RingFixture.Ring(100);
        ring.Write(50);
        using var all = ring.OpenReader(new RingReaderOptions { History = TimeSpan.MaxValue });
        using var last = ring.OpenReader(new RingReaderOptions { History = RingFixture.Format.ToTime(10 * RingFixture.Frames) });
        using var none = ring.OpenReader();
        Assert.Equal(0, all.Next().Value);
        Assert.Equal(40, last.Next().Value);
        Assert.True(last.Next().Gap.IsEmpty);
        Assert.Equal(ReadStatus.Empty, none.Next().Status);
        ring.Write(1);
        var first = none.Next();
        Assert.Equal(50, first.Value);
        Assert.True(first.Gap.IsEmpty);
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_the_writer()
    {
        using var ring = RingFixture.Ring(8);
        using var reader = ring.OpenReader();
        var waiter = Task.Run(() => reader.Wait(TimeSpan.FromSeconds(30)));
        ring.Write(1);
        Assert.True(await waiter);
    }

    [Fact]
    public async Task A_wait_ends_at_its_time_out_and_on_cancellation()
    {
        using var ring = RingFixture.Ring(8);
        using var reader = ring.OpenReader();
        Assert.False(reader.Wait(TimeSpan.FromMilliseconds(1)));
        using var cancelled = new CancellationTokenSource();
        var waiter = Task.Run(() => reader.Wait(Timeout.InfiniteTimeSpan, cancelled.Token));
        await cancelled.CancelAsync();
        Assert.False(await waiter);
        Assert.False(reader.Wait(TimeSpan.Zero));
        ring.Write(1);
        Assert.True(reader.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void No_chunk_is_lost_when_waits_are_cancelled_while_chunks_arrive()
    {
        const int chunks = 1_000_000;
        using var ring = RingFixture.Ring(1000);
        using var reader = ring.OpenReader();
        var writer = new Thread(() =>
        {
            for (var i = 0; i < chunks; i += 100)
            {
                while (ring.FurthestLag > 800) Thread.Yield();
                ring.Write(100);
            }

            ring.Complete();
        });
        var canceller = new Thread(() =>
        {
            while (!ring.IsCompleted) reader.CancelWait();
        });
        writer.Start();
        canceller.Start();
        var next = 0;
        while (true)
        {
            reader.Wait(TimeSpan.FromSeconds(1));
            var (status, _, gap, value) = reader.Next();
            if (status == ReadStatus.End) break;
            if (status == ReadStatus.Empty) continue;
            Assert.True(gap.IsEmpty);
            Assert.Equal(next++, value);
        }

        writer.Join();
        canceller.Join();
        Assert.Equal(chunks, next);
    }

    [Fact]
    public void A_polling_reader_gets_the_same_chunks_under_a_virtual_clock()
    {
        var clock = new VirtualClock();
        using var ring = RingFixture.Ring(1000);
        using var reader = ring.OpenReader(
            new RingReaderOptions { WakeMode = WakeMode.Poll, PollInterval = TimeSpan.FromMilliseconds(0.1), Clock = clock });
        clock.World = now => ring.Write((int)(now / 10_000_000 - ring.Written)); // a chunk every 10 ms
        var got = 0;
        while (clock.Now < 20_000_000_000)
        {
            if (!reader.Wait(TimeSpan.FromMilliseconds(100))) continue;
            while (reader.Next().Status == ReadStatus.Chunk) got++;
        }

        Assert.Equal(ring.Written, got);
        Assert.InRange(reader.Poller!.Efficiency, 0.7, 0.9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_maximum_lag_that_is_no_time_is_refused(int milliseconds)
    {
        using var ring = RingFixture.Ring(8);
        var options = new RingReaderOptions { MaxLag = TimeSpan.FromMilliseconds(milliseconds) };
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => ring.OpenReader(options)).Code);
    }

    [Fact]
    public void A_destination_that_is_too_small_is_refused()
    {
        using var ring = RingFixture.Ring(8);
        using var reader = ring.OpenReader();
        Assert.Throws<ArgumentException>(() => reader.TryRead(new float[7], out _, out _));
    }
}
