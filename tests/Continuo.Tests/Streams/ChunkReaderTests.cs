using Continuo.Audio;
using Continuo.Rings;
using Continuo.Streams;
using Continuo.Tests.Rings;

namespace Continuo.Tests.Streams;

public class ChunkReaderTests
{
    [Fact]
    public void A_batch_holds_what_is_there_up_to_the_most_that_was_asked_for()
    {
        using var ring = RingFixture.Ring(32);
        using var reader = new ChunkReader(ring, null);
        ring.Write(15);
        var chunks = new AudioChunk[20];
        Assert.Equal(3, reader.ReadBatch(chunks.AsSpan(0, 3), TimeSpan.Zero));
        Assert.Equal(ChunkReader.MaxBatch, reader.ReadBatch(chunks, TimeSpan.Zero));
        for (var i = 0; i < ChunkReader.MaxBatch; i++) Assert.Equal(i + 3, chunks[i].Samples[0]);
        Assert.Equal(2, reader.ReadBatch(chunks, TimeSpan.Zero));
        Assert.Equal((13f, 14f), (chunks[0].Samples[0], chunks[1].Samples[0]));
        Assert.Equal(0, reader.ReadBatch(chunks, TimeSpan.Zero));
        Assert.Equal((15, 0), (reader.Statistics.Read, reader.Statistics.Pending));
    }

    [Fact]
    public void Every_read_ends_the_lease_of_the_one_before()
    {
        using var ring = RingFixture.Ring(32);
        using var reader = new ChunkReader(ring, null);
        ring.Write(6);
        Assert.Equal(ReadStatus.Chunk, reader.TryRead(out var first));
        Assert.Equal(0, first.Samples[0]);
        Assert.Equal(ReadStatus.Chunk, reader.TryRead(out var second));
        Assert.Throws<InvalidOperationException>(() => first.Samples[0]);
        Assert.Equal(ReadStatus.Chunk, reader.Read(out var third, TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(() => second.Samples[0]);
        var batch = new AudioChunk[2];
        Assert.Equal(2, reader.ReadBatch(batch, TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(() => third.Samples[0]);
        Assert.Equal(ReadStatus.Chunk, reader.TryRead(out var last));
        Assert.Throws<InvalidOperationException>(() => batch[0].Samples[0]);
        Assert.Throws<InvalidOperationException>(() => batch[1].Samples[0]);
        reader.Dispose();
        Assert.Throws<InvalidOperationException>(() => last.Samples[0]);
    }

    [Fact]
    public void A_read_waits_for_audio_as_long_as_it_may()
    {
        using var ring = RingFixture.Ring(32);
        using var reader = new ChunkReader(ring, null);
        Assert.Equal(ReadStatus.Empty, reader.Read(out _, TimeSpan.FromMilliseconds(1)));
        var reading = Task.Run(() => (reader.Read(out var chunk, TimeSpan.FromSeconds(30)), chunk.Samples[0]));
        ring.Write(1);
        Assert.True(reading.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal((ReadStatus.Chunk, 0f), reading.Result);
        var batch = new AudioChunk[4];
        var many = Task.Run(() => reader.ReadBatch(batch, TimeSpan.FromSeconds(30)));
        ring.Write(1);
        Assert.True(many.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(1, many.Result);
    }

    [Fact]
    public void A_reader_has_ended_when_nothing_is_left_of_a_stream_that_has()
    {
        using var ring = RingFixture.Ring(32);
        using var reader = new ChunkReader(ring, null);
        Assert.False(reader.IsEnded);
        ring.Write(1);
        ring.Complete();
        Assert.False(reader.IsEnded);
        reader.TryRead(out _);
        Assert.True(reader.IsEnded);
        Assert.Equal(ReadStatus.End, reader.TryRead(out _));
        Assert.Equal(RingFixture.Format, reader.Format);
    }

    [Fact]
    public void A_closed_reader_leaves_the_ring_and_counts_what_it_has_not_read()
    {
        using var ring = RingFixture.Ring(32);
        var reader = new ChunkReader(ring, null);
        ring.Write(5);
        reader.TryRead(out _);
        reader.Dispose();
        Assert.Empty(ring.Readers);
        Assert.Equal((1, 4), (reader.Statistics.Read, reader.Statistics.Stopped));
    }
}
