using Continuo.Audio;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

/// <summary>What the audio threads do a million times, they do without the allocator.</summary>
public class SteadyStateTests
{
    private const long Chunks = 1_000_000;
    private const long WarmUp = 10_000;
    private const int ChunkFrames = 48;

    /// <remarks>What the runtime compiles on the way is counted on whichever thread waits for it, once; what the streams themselves
    /// allocate would be there in every run.</remarks>
    [Fact]
    public async Task A_million_chunks_cost_capture_callback_and_enumeration_no_byte()
    {
        (long Capture, long Callback, long Enumeration) bytes = default;
        for (var run = 0; run < 3; run++)
        {
            bytes = await PassAMillionAsync();
            if (bytes == default) break;
        }

        Assert.Equal((0, 0, 0), bytes);
    }

    private static async Task<(long Capture, long Callback, long Enumeration)> PassAMillionAsync()
    {
        var source = new MeasuredSource(new CountingSource(Chunks * ChunkFrames));
        using var stream = AudioStream.Open("counter", () => source,
            new StreamOptions { Pacing = Pacing.Unpaced, ChunkFrames = ChunkFrames });
        long called = 0, callbackBytes = 0, enumeratedBytes = 0;
        using var subscription = stream.Subscribe((in AudioChunk chunk) =>
        {
            if (chunk.Sequence == WarmUp) called = GC.GetAllocatedBytesForCurrentThread();
            if (chunk.Sequence == Chunks - 1) callbackBytes = GC.GetAllocatedBytesForCurrentThread() - called;
        });
        var begun = new TaskCompletionSource();
        var enumeration = Task.Run(async () =>
        {
            // The consumer continues on the enumeration's thread, or its own: each adds what it allocated between two chunks.
            long last = 0, thread = 0;
            var chunks = stream.ReadChunksAsync().GetAsyncEnumerator();
            begun.SetResult();
            while (await chunks.MoveNextAsync())
            {
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                if (chunks.Current.Sequence > WarmUp && thread == Environment.CurrentManagedThreadId) enumeratedBytes += bytes - last;
                (last, thread) = (bytes, Environment.CurrentManagedThreadId);
            }

            await chunks.DisposeAsync();
        });
        await begun.Task;
        stream.Start();
        await subscription.Drained.WaitAsync(TimeSpan.FromMinutes(5));
        await enumeration.WaitAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(Chunks, subscription.Statistics.Read);
        return (source.AllocatedBytes, callbackBytes, enumeratedBytes);
    }

    /// <summary>Measures what its thread allocates from one read to another.</summary>
    private sealed class MeasuredSource(IAudioSource source) : IAudioSource
    {
        private long _reads;
        private long _first;

        public long AllocatedBytes { get; private set; }

        public AudioFormat Format => source.Format;

        public SourcePace Pace => source.Pace;

        public string Description => source.Description;

        public void Open() => source.Open();

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            if (_reads++ == WarmUp) _first = GC.GetAllocatedBytesForCurrentThread();
            if (_reads == Chunks) AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - _first;
            return source.Read(destination, timeout);
        }

        public void Interrupt() => source.Interrupt();

        public void Dispose() => source.Dispose();
    }
}
