using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Tests.Rings;

public class SharedRingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Another_process_reads_whole_chunks_and_the_end()
    {
        using var writer = RingPeer.Writing(chunks: 200);
        using var ring = AudioRing.OpenShared(writer.NextLine());
        Assert.False(ring.IsWrittenHere);
        using var reader = ring.OpenReader(new RingReaderOptions { History = TimeSpan.MaxValue });
        var samples = new float[ring.ChunkFrames * 2];
        long last = -1;
        while (true)
        {
            Assert.True(reader.Wait(Patience));
            var status = reader.TryRead(samples, out var header, out var gap);
            if (status == ReadStatus.End) break;
            if (status == ReadStatus.Empty) continue;
            Assert.Equal(last + 1 + gap.Chunks, header.Sequence);
            Assert.All(samples, s => Assert.Equal(header.Sequence, s));
            last = header.Sequence;
            reader.Statistics.AssertConserved();
        }

        Assert.Equal(199, last);
        Assert.False(ring.IsAbandoned);
        Assert.Equal(200, ring.Written);
    }

    [Fact]
    public void A_waiting_reader_learns_that_the_writer_was_killed()
    {
        using var writer = RingPeer.Writing();
        using var ring = AudioRing.OpenShared(writer.NextLine());
        using var reader = ring.OpenReader();
        using var polling = ring.OpenReader(new RingReaderOptions { WakeMode = WakeMode.Poll });
        Assert.True(reader.Wait(Patience));
        writer.Kill();
        DrainToEnd(reader);
        Assert.True(ring.IsAbandoned);
        DrainToEnd(polling);
        reader.Statistics.AssertConserved();
        Assert.Equal(0, reader.Statistics.Pending);
    }

    [Fact]
    public void A_writer_continues_when_its_reader_is_killed()
    {
        using var ring = AudioRing.CreateShared(RingFixture.Format, 48, 16);
        using var peer = RingPeer.Reading(ring.SharedPath!);
        var samples = new float[96];
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                ring.Write(samples, new ChunkHeader { Position = ring.Written * 48 });
                Thread.Sleep(1);
            }
        });
        peer.NextLine();
        peer.Kill();
        var before = ring.Written;
        Assert.True(SpinWait.SpinUntil(() => ring.Written > before + 50, Patience), "the writer stands still");
        stop.Cancel();
        Assert.True(writing.Wait(Patience));
        using var reader = ring.OpenReader(new RingReaderOptions { History = TimeSpan.MaxValue });
        Assert.Equal(ReadStatus.Chunk, reader.TryRead(samples, out _, out _));
    }

    [Fact]
    public void Nothing_is_left_of_a_ring_whose_processes_are_killed()
    {
        for (var i = 0; i < 5; i++)
        {
            using var writer = RingPeer.Writing();
            using var ring = AudioRing.OpenShared(writer.NextLine());
            using (var reader = ring.OpenReader()) Assert.True(reader.Wait(Patience));
            writer.Kill();
            Assert.True(ring.ProbeWriter());
        }

        Assert.DoesNotContain(File.ReadLines("/proc/self/maps"), line => line.Contains("continuo-ring", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFileSystemEntries("/dev/shm"), file => file.Contains("continuo", StringComparison.Ordinal));
    }

    [Fact]
    public void A_writer_can_keep_a_distance_to_a_reader_that_acknowledges()
    {
        using var ring = AudioRing.CreateShared(RingFixture.Format, 48, 16);
        using var there = AudioRing.OpenShared(ring.SharedPath!);
        using var reader = there.OpenReader();
        var samples = new float[96];
        for (var i = 0; i < 4; i++) ring.Write(samples, default);
        Assert.False(ring.WaitForAcknowledged(1, TimeSpan.Zero));
        var waiting = Task.Run(() => ring.WaitForAcknowledged(2, Patience));
        reader.TryRead(samples, out _, out _);
        reader.Acknowledge();
        reader.TryRead(samples, out _, out _);
        reader.Acknowledge();
        Assert.True(waiting.Wait(Patience) && waiting.Result);
        Assert.Equal(2, ring.Acknowledged);
    }

    [Fact]
    public void A_ring_that_was_opened_cannot_be_written()
    {
        using var ring = AudioRing.CreateShared(RingFixture.Format, 48, 16);
        using var there = AudioRing.OpenShared(ring.SharedPath!);
        Assert.Throws<InvalidOperationException>(() => there.Write(new float[96], default));
        there.Dispose();
        Assert.False(ring.IsCompleted);
    }

    [Fact]
    public void What_is_not_there_or_no_ring_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, new byte[4096]);
            Assert.Equal(AudioErrorCode.InvalidArgument, Refused(file).Code);
            Assert.Equal(AudioErrorCode.InvalidArgument, Refused("/dev/null").Code);
            Assert.Equal(AudioErrorCode.NotFound, Refused(file + ".none").Code);
            Assert.Equal(AudioErrorCode.NotFound, Refused("/proc/self/fd/1000000").Code);
            Assert.Equal(AudioErrorCode.InputOutput, Refused("/proc").Code);
        }
        finally
        {
            File.Delete(file);
        }

        using var ring = AudioRing.CreateShared(RingFixture.Format, 48, 16);
        var small = Assert.Throws<AudioException>(() => AudioRing.OpenShared(ring.SharedPath!, maxBytes: 1000));
        Assert.Equal(AudioErrorCode.InvalidArgument, small.Code);
    }

    [Fact]
    public unsafe void Memory_with_any_wrong_size_in_it_is_refused()
    {
        using var ring = AudioRing.CreateShared(RingFixture.Format, 48, 16);
        var words = (int*)ring.Memory.Head - 32; // the head lies at byte 128
        foreach (var word in new[] { 0, 1, 2, 3, 4, 5, 6, 8, 9 })
        {
            foreach (var value in new[] { 0, -1, 1, 3, int.MaxValue, int.MinValue, words[word] + 1 })
            {
                var before = words[word];
                if (value == before || (word == 6 && value == before + 1)) continue; // another rate is possible
                words[word] = value;
                Assert.Equal(AudioErrorCode.InvalidArgument, Refused(ring.SharedPath!).Code);
                words[word] = before;
            }
        }

        AudioRing.OpenShared(ring.SharedPath!).Dispose();
    }

    [Fact]
    public unsafe void A_writer_that_spoils_its_memory_harms_no_reader()
    {
        using var ring = AudioRing.CreateShared(RingFixture.Format, 48, 16);
        using var there = AudioRing.OpenShared(ring.SharedPath!);
        var random = new Random(1);
        var memory = new Span<byte>((byte*)ring.Memory.Head - 128, (int)ring.Memory.Shape.Bytes);
        var samples = new float[96];
        for (var i = 0; i < 2000; i++)
        {
            // All but the word that sleepers sleep on.
            if (i % 3 == 0) random.NextBytes(memory[..256]);
            if (i % 3 == 1) *ring.Memory.Head = random.NextInt64(long.MinValue, long.MaxValue);
            if (i % 3 == 2) *ring.Memory.Head = random.Next(100);
            random.NextBytes(memory[RingMemory.SlotsOffset..]);
            for (var n = 0; n < 16; n++) *ring.Memory.StampOf(n) = i % 2 == 0 ? n : random.NextInt64();
            using var reader = there.OpenReader(new RingReaderOptions { History = TimeSpan.MaxValue });
            for (var n = 0; n < 40; n++)
            {
                if (reader.TryRead(samples, out var header, out _) == ReadStatus.Chunk) Assert.InRange(header.Frames, 0, 48);
                reader.Acknowledge();
            }

            reader.Statistics.AssertConserved();
        }
    }

    private static AudioException Refused(string path) => Assert.Throws<AudioException>(() => AudioRing.OpenShared(path));

    private static void DrainToEnd(RingReader reader)
    {
        var samples = new float[reader.Ring.ChunkFrames * 2];
        while (true)
        {
            Assert.True(reader.Wait(Patience));
            ReadStatus status;
            while ((status = reader.TryRead(samples, out _, out _)) == ReadStatus.Chunk)
            {
            }

            if (status == ReadStatus.End) return;
        }
    }
}
