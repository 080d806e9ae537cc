using Continuo.Audio;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

[Collection(nameof(Alone))]
public class RestartTests
{
    [Fact]
    public void A_stream_can_be_started_and_stopped_a_thousand_times_without_leaking_threads_handles_memory_or_chunks()
    {
        var runs = 0;
        long delivered = 0, captured = 0;
        using var stream = AudioStream.Open("counter", () => new CountingSource(480 * 3, block: 480),
            new StreamOptions { Pacing = Pacing.Unpaced, RealTimePriority = false, RingChunks = 200 });
        using var subscription = stream.Subscribe((in AudioChunk chunk) =>
        {
            if (chunk.Sequence == 0) runs++;
            delivered++;
        });
        var process = System.Diagnostics.Process.GetCurrentProcess();
        var (threads, handles, memory) = (0, 0, 0L);
        for (var i = 0; i < 1000; i++)
        {
            stream.Start();
            Assert.True(stream.Ended.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
            Assert.True(stream.Stop());
            captured += stream.Statistics.Chunks;
            if (i != 200) continue;
            process.Refresh();
            (threads, handles, memory) = (process.Threads.Count, process.HandleCount, process.PrivateMemorySize64);
        }

        process.Refresh();
        Assert.Equal(1000, runs);
        Assert.Equal(3000, captured);
        Assert.Equal(captured, delivered);

        // Left behind once per run, these would be 800 threads, 800 handles and 600 MB of rings; the runtime's own come and go.
        Assert.InRange(process.Threads.Count, 0, threads + 100);
        Assert.InRange(process.HandleCount, 0, handles + 100);
        Assert.InRange(process.PrivateMemorySize64, 0, memory + (256L << 20));
    }
}
