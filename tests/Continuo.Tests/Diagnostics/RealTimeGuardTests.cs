using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Tests.Diagnostics;

[Collection(nameof(Alone))] // contentions are counted for the whole process
public sealed class RealTimeGuardTests
{
    // What is stored here has escaped, so that no compiler may put it on the stack.
    private static volatile object? _escaped;

    [Fact]
    public void An_allocation_that_escapes_is_seen()
    {
        var guard = RealTimeGuard.Begin();
        _escaped = new byte[1000];
        var report = guard.End();
        Assert.InRange(report.AllocatedBytes, 1000, 2000);
        Assert.NotNull(_escaped);
    }

    [Fact]
    public void The_smallest_object_is_seen()
    {
        var guard = RealTimeGuard.Begin();
        _escaped = new object();
        Assert.InRange(guard.End().AllocatedBytes, 8, 64);
    }

    [Fact]
    public void What_another_thread_allocates_is_not_counted()
    {
        using var start = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var other = new Thread(() =>
        {
            start.Wait();
            _escaped = new byte[100_000];
            done.Set();
        });
        other.Start();
        var guard = RealTimeGuard.Begin();
        start.Set();
        done.Wait();
        Assert.InRange(guard.End().AllocatedBytes, 0, 99_999);
        other.Join();
    }

    [Fact]
    public void A_thread_that_waits_for_a_lock_is_seen()
    {
        var gate = new object();
        var other = new Thread(() =>
        {
            lock (gate) _escaped = gate;
        });
        var guard = RealTimeGuard.Begin();
        lock (gate)
        {
            other.Start();
            while ((other.ThreadState & ThreadState.WaitSleepJoin) == 0) Thread.Yield();
        }

        other.Join();
        Assert.True(guard.End().Contentions >= 1);
    }

    [Fact]
    public void A_collection_is_seen()
    {
        var guard = RealTimeGuard.Begin();
        GC.Collect(0);
        Assert.True(guard.End().Gen0Collections >= 1);
    }

    [Fact]
    public void Ending_on_another_thread_is_refused()
    {
        var guard = RealTimeGuard.Begin();
        Exception? seen = null;
        var other = new Thread(() => seen = Record.Exception(() => guard.End()));
        other.Start();
        other.Join();
        Assert.IsType<InvalidOperationException>(seen);
    }

    [Fact]
    public void Watching_allocates_nothing()
    {
        Assert.Equal(0, LeastAllocated.Bytes(static () => RealTimeGuard.Begin().End(), calls: 1000));
    }

    /// <remarks>
    /// Contentions are counted for the whole process, and what the runtime compiles on the way is counted as allocated. These come and go,
    /// the ring's own would be there in every run: one run without any shows that it has none.
    /// </remarks>
    [Fact]
    public void A_million_chunks_through_a_ring_allocate_nothing_and_wait_for_no_lock()
    {
        PassThroughRing(1000);
        var (fewestBytes, fewestContentions) = (long.MaxValue, long.MaxValue);
        for (var run = 0; run < 10; run++)
        {
            var (writer, reader) = PassThroughRing(100_000);
            fewestBytes = Math.Min(fewestBytes, writer.AllocatedBytes + reader.AllocatedBytes);
            fewestContentions = Math.Min(fewestContentions, Math.Max(writer.Contentions, reader.Contentions));
        }

        Assert.Equal((0, 0), (fewestBytes, fewestContentions));
    }

    private static (RealTimeReport Writer, RealTimeReport Reader) PassThroughRing(int chunks)
    {
        using var ring = new AudioRing(AudioFormat.Default, chunkFrames: 48, capacity: 64);
        using var reader = ring.OpenReader();
        RealTimeReport readerReport = default;
        var readerThread = new Thread(() => readerReport = ReadAll(reader));
        readerThread.Start();
        var samples = new float[48 * 2];
        var guard = RealTimeGuard.Begin();
        for (var i = 0; i < chunks; i++) ring.Write(samples, new ChunkHeader { Position = i * 48L });
        var writerReport = guard.End();
        ring.Complete();
        readerThread.Join();
        Assert.Equal(chunks, reader.Statistics.Read + reader.Statistics.Dropped);
        return (writerReport, readerReport);
    }

    private static RealTimeReport ReadAll(RingReader reader)
    {
        var samples = new float[48 * 2];
        var guard = RealTimeGuard.Begin();
        while (reader.TryRead(samples, out _, out _) != ReadStatus.End)
        {
        }

        return guard.End();
    }
}
