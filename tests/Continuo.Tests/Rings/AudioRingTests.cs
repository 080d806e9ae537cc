using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Tests.Rings;

public class AudioRingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Looking_at_a_ring_does_not_keep_its_memory(bool shared)
    {
        var ring = shared ? AudioRing.CreateShared(RingFixture.Format, RingFixture.Frames, 4) : RingFixture.Ring(4);
        var opened = shared ? AudioRing.OpenShared(ring.SharedPath!) : ring;
        var reader = opened.OpenReader();
        ring.Write(3);
        reader.Next();
        reader.Acknowledge();
        Assert.Equal((1, 1), (ring.Acknowledged, opened.Acknowledged));
        Assert.False(ring.IsCompleted || opened.IsCompleted || opened.IsAbandoned || opened.ProbeWriter());
        Assert.True(ring.WaitForAcknowledged(1, TimeSpan.Zero));
        Assert.True(reader.Wait(TimeSpan.Zero));
        Assert.Equal(2, reader.Available);
        reader.Shed(1);
        reader.CancelWait();
        Assert.Equal(1, reader.Lag);
        ring.Complete();
        Assert.True(opened.IsCompleted);
        reader.Dispose();
        ring.Dispose();
        opened.Dispose();
        Assert.True(ring.Memory.IsClosed && opened.Memory.IsClosed, "something still holds the memory");
    }

    [Fact]
    public void Frames_that_do_not_fit_into_a_chunk_are_cut_off_and_fewer_are_kept_as_they_are()
    {
        using var ring = RingFixture.Ring(4);
        using var reader = ring.OpenReader();
        Assert.Equal(0, ring.Write(new float[(RingFixture.Frames + 1) * 2], new ChunkHeader { Position = 7 }));
        Assert.Equal(1, ring.Write(new float[2], default));
        Assert.Equal(2, ring.Write([], default));
        var first = reader.Next().Header;
        Assert.Equal((RingFixture.Frames, 7L), (first.Frames, first.Position));
        Assert.Equal(1, reader.Next().Header.Frames);
        Assert.Equal(0, reader.Next().Header.Frames);
        Assert.Equal(ReadStatus.Empty, reader.Next().Status);
    }

    [Fact]
    public void The_memory_of_rings_that_are_freed_goes_back_to_the_system()
    {
        const int Megabyte = 1 << 20;
        var before = Environment.WorkingSet;
        for (var i = 0; i < 48; i++) new AudioRing(AudioFormat.Default, chunkFrames: 4096, capacity: 256).Dispose();
        Assert.True(Environment.WorkingSet - before < 200L * Megabyte, "more than half of 400 MB is still there");
    }

    [Fact]
    public unsafe void A_ring_begins_empty_whatever_was_in_its_memory_before()
    {
        var bytes = RingShape.Of(RingFixture.Format, RingFixture.Frames, 4).Bytes;
        for (var i = 0; i < 20; i++)
        {
            var before = PrivateMemory.Allocate(bytes);
            new Span<byte>((void*)before, (int)bytes).Fill(0xAB);
            PrivateMemory.Free(before, bytes);
            using var ring = RingFixture.Ring(4);
            Assert.Equal((0, 0, 0L), (ring.Memory.Sleepers, *ring.Memory.Closed, *ring.Memory.Head));
        }
    }

    [Fact]
    public void A_reader_that_is_closed_is_no_longer_counted_as_slow()
    {
        using var ring = RingFixture.Ring(8);
        var slow = ring.OpenReader();
        using var quick = ring.OpenReader();
        ring.Write(5);
        quick.Next();
        Assert.Equal((5, 2), (ring.FurthestLag, ring.Readers.Count));
        slow.Dispose();
        Assert.Equal(4, ring.FurthestLag);
        Assert.Equal([quick], ring.Readers);
    }
}
