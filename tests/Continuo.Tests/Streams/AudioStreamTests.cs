using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

public class AudioStreamTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);
    private static readonly StreamOptions Offline = new() { Pacing = Pacing.Unpaced, RealTimePriority = false };

    [Fact]
    public async Task Callback_enumeration_pull_and_recorder_get_identical_audio_at_once()
    {
        const int frames = 480 * 3000 + 123; // three times round the ring, and a last part
        using var stream = AudioStream.Open("counter", () => new CountingSource(frames, block: 77), Offline);
        var sink = new MemorySink();
        var called = new List<float>();
        using var recorder = Recorder.Start(stream, sink);
        using var subscription = stream.Subscribe((in AudioChunk chunk) => called.AddRange(chunk.Samples));
        using var reader = stream.OpenReader();
        var pulled = new List<float>();
        var puller = new Thread(() =>
        {
            while (!reader.IsEnded)
            {
                if (reader.Read(out var chunk, Ample) == ReadStatus.Chunk) pulled.AddRange(chunk.Samples);
            }
        });
        var enumerated = new List<float>();
        var begun = new TaskCompletionSource();
        var enumeration = Task.Run(async () =>
        {
            var chunks = stream.ReadChunksAsync().GetAsyncEnumerator();
            begun.SetResult();
            while (await chunks.MoveNextAsync()) enumerated.AddRange(chunks.Current.Samples);
            await chunks.DisposeAsync();
        });
        await begun.Task;
        puller.Start();
        stream.Start();

        var result = await recorder.Completion.WaitAsync(Ample);
        await subscription.Drained.WaitAsync(Ample);
        await enumeration.WaitAsync(Ample);
        puller.Join();

        Assert.Equal(frames, result.Frames);
        Assert.Equal(0, result.DroppedChunks);
        Assert.True(sink.IsFinished);
        Assert.Equal(frames * 2, called.Count);
        for (var i = 0; i < called.Count; i++)
        {
            if (called[i] != CountingSource.Sample(i / 2, i % 2)) Assert.Fail($"sample {i} is {called[i]}");
        }

        Assert.True(called.SequenceEqual(enumerated), "the enumeration differs");
        Assert.True(called.SequenceEqual(pulled), "the pull reader differs");
        Assert.True(called.SequenceEqual(sink.Samples), "the recording differs");
    }

    [Fact]
    public async Task A_slow_a_throwing_and_a_hanging_consumer_cost_the_recorder_nothing_and_learn_what_they_lost()
    {
        const int chunks = 400;
        using var hang = new ManualResetEventSlim();
        var clock = new VirtualClock();
        using var stream = AudioStream.Open("counter", () => new CountingSource(480 * chunks),
            new StreamOptions { RingChunks = 50, RealTimePriority = false, Clock = clock });
        using var recorder = Recorder.Start(stream, new MemorySink());
        using var throwing = stream.Subscribe(
            (in AudioChunk _) => throw new InvalidOperationException("deliberate"),
            new() { Name = "throwing" });
        using var hanging = stream.Subscribe((in AudioChunk _) => hang.Wait(), new() { Name = "hanging" });
        long got = 0, told = 0, expected = 0;
        using var slowGate = new SemaphoreSlim(0);
        using var slow = stream.Subscribe(
            (in AudioChunk chunk) =>
            {
                Assert.Equal(expected + chunk.Gap.Chunks, chunk.Sequence);
                Assert.Equal(chunk.Gap.Chunks * 480, chunk.Gap.Frames);
                expected = chunk.Sequence + 1;
                told += chunk.Gap.Chunks;
                got++;
                slowGate.Wait(); // one chunk for every hundred
            },
            new() { Name = "slow" });
        using var pace = stream.Subscribe((in AudioChunk chunk) =>
        {
            if (chunk.Sequence % 100 == 99) slowGate.Release();
        }, new() { Name = "pace" });

        // Time goes on when those who can keep up have done so, however busy the machine is.
        var able = stream.Subscriptions.Where(s => s.Options.Name is not ("slow" or "hanging")).ToArray();
        Assert.Equal(3, able.Length);
        clock.World = _ => SpinWait.SpinUntil(() => able.All(s => s.Statistics.Pending == 0), Ample);
        stream.Start();

        var result = await recorder.Completion.WaitAsync(Ample);
        slowGate.Release(chunks);
        await slow.Drained.WaitAsync(Ample);
        await throwing.Drained.WaitAsync(Ample);

        Assert.Equal(chunks, result.Chunks);
        Assert.Equal(0, result.DroppedChunks);
        Assert.Equal(chunks, throwing.Faults);
        Assert.Contains("deliberate", throwing.FirstFault!.ToString(), StringComparison.Ordinal);
        Assert.Equal(chunks, got + told);
        Assert.True(told > 100);
        Assert.Equal(told, slow.Statistics.Overrun);
        Assert.Equal(chunks - 1 - 50, hanging.Statistics.Overrun);
        Assert.Equal(50, hanging.Statistics.Pending);
        hang.Set();
    }

    [Fact]
    public void Stop_with_a_full_ring_delivers_every_pending_chunk()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(),
            new StreamOptions { RingChunks = 200, ChunkFrames = 48 });
        using var gate = new ManualResetEventSlim();
        using var full = new ManualResetEventSlim();
        long expected = -1;
        using var subscription = stream.Subscribe((in AudioChunk chunk) =>
        {
            gate.Wait();
            if (expected >= 0) Assert.Equal(expected + chunk.Gap.Chunks, chunk.Sequence);
            expected = chunk.Sequence + 1;
        });
        using var watch = stream.Subscribe((in AudioChunk chunk) =>
        {
            if (chunk.Sequence >= 300) full.Set();
        });
        stream.Start();
        Assert.True(full.Wait(Ample));
        var stopping = new Thread(() => stream.Stop());
        stopping.Start();
        Assert.True(stream.Ended.Wait(Ample, TestContext.Current.CancellationToken));
        gate.Set();
        stopping.Join();

        Assert.True(subscription.Drained.Wait(Ample, TestContext.Current.CancellationToken));
        Assert.Equal(stream.Statistics.Chunks, expected);
        Assert.Equal(0, subscription.Faults);
        Assert.Equal(0, subscription.Statistics.Stopped);
        Assert.Equal(0, subscription.Statistics.Pending);
    }

    [Fact]
    public void Stop_returns_within_its_budget_from_a_blocked_read_and_with_a_hanging_consumer()
    {
        using var hang = new ManualResetEventSlim();
        using var called = new ManualResetEventSlim();
        var source = new BlockedSource();
        var stream = AudioStream.Open("blocked", () => source);
        using var subscription = stream.Subscribe((in AudioChunk _) =>
        {
            called.Set();
            hang.Wait();
        });
        stream.Start();
        Assert.True(called.Wait(Ample));
        Assert.True(source.IsBlocked.Wait(Ample));

        var started = System.Diagnostics.Stopwatch.StartNew();
        Assert.False(stream.Stop()); // by itself the read would block for ever
        // The budget is a second; the margin is for a machine that is busy with other tests.
        Assert.InRange(started.Elapsed.TotalSeconds, 0, 20);
        source.Release.Set();
        hang.Set();
        stream.Dispose();
    }

    [Fact]
    public void A_stop_belongs_to_its_run_and_never_ends_the_next()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(), new StreamOptions { ChunkFrames = 48 });
        stream.Stop(); // before the start
        for (var i = 0; i < 50; i++)
        {
            stream.Start();
            using var reader = stream.OpenReader();
            Assert.Equal(ReadStatus.Chunk, reader.Read(out _, Ample));
            Parallel.Invoke(() => stream.Stop(), () => stream.Stop());
        }

        Assert.Throws<InvalidOperationException>(() =>
        {
            stream.Start();
            stream.Start();
        });
    }

    [Fact]
    public void A_chunk_cannot_be_used_after_it_was_returned()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(480 * 100), Offline);
        AudioChunk kept = default;
        using var subscription = stream.Subscribe((in AudioChunk chunk) => kept = chunk);
        using var reader = stream.OpenReader();
        stream.Start();
        var batch = new AudioChunk[20];
        Assert.InRange(reader.ReadBatch(batch, Ample), 1, ChunkReader.MaxBatch);
        Assert.Equal(480, batch[0].Frames);
        reader.Read(out _, Ample);
        Assert.Throws<InvalidOperationException>(() => batch[0].Samples.Length);
        Assert.True(subscription.Drained.Wait(Ample, TestContext.Current.CancellationToken));
        Assert.Throws<InvalidOperationException>(() => kept.Samples.Length);
        Assert.Throws<InvalidOperationException>(() => default(AudioChunk).Frames);
    }

    [Fact]
    public async Task A_cancelled_enumeration_says_so_and_others_continue()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(), new StreamOptions { ChunkFrames = 48 });
        using var cancel = new CancellationTokenSource();
        stream.Start();
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var chunk in stream.ReadChunksAsync(cancellation: cancel.Token))
            {
                if (++seen == 5) await cancel.CancelAsync();
            }
        });
        Assert.Equal(5, seen);
        await foreach (var chunk in stream.ReadChunksAsync())
        {
            if (++seen == 10) break;
        }

        Assert.Equal(10, seen);
    }

    [Fact]
    public async Task A_recording_of_fixed_length_is_exact_to_the_frame()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(), Offline);
        var sink = new MemorySink();
        using var recorder = Recorder.Start(stream, sink, new RecorderOptions { Frames = 10_001 });
        stream.Start();
        var result = await recorder.Completion.WaitAsync(Ample);
        Assert.Equal(10_001, result.Frames);
        Assert.Equal(10_001, sink.FramesWritten);
        Assert.True(sink.IsFinished);
    }

    [Fact]
    public async Task A_full_disk_ends_the_recording_with_its_reason_and_nothing_else()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(480 * 100), Offline);
        using var failing = Recorder.Start(stream, new MemorySink(failAfter: 4800));
        using var good = Recorder.Start(stream, new MemorySink());
        stream.Start();
        var failed = await failing.Completion.WaitAsync(Ample);
        Assert.Equal(AudioErrorCode.DiskFull, failed.Failure!.Code);
        Assert.Equal(4800, failed.Frames);
        Assert.Equal(48_000, (await good.Completion.WaitAsync(Ample)).Frames);
    }

    [Fact]
    public void Instant_replay_gives_the_last_seconds_without_interrupting_anything()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(48_000 * 20), Offline);
        using var replay = new ReplayBuffer(stream, TimeSpan.FromSeconds(5));
        using var subscription = stream.Subscribe((in AudioChunk _) => { });
        stream.Start();
        Assert.True(stream.Ended.Wait(Ample, TestContext.Current.CancellationToken));
        stream.Stop();
        var sink = new MemorySink();
        Assert.Equal(48_000 * 3 / 2, replay.Save(TimeSpan.FromSeconds(1.5), sink));
        for (var i = 0; i < sink.Samples.Count; i++)
        {
            if (sink.Samples[i] != CountingSource.Sample(48_000 * 20 - 72_000 + i / 2, i % 2)) Assert.Fail($"sample {i}");
        }

        Assert.Equal(48_000 * 5, replay.Save(TimeSpan.FromSeconds(5), new MemorySink()));
        Assert.Throws<AudioException>(() => replay.Save(TimeSpan.FromSeconds(6), new MemorySink()));
        Assert.Equal(0, subscription.Statistics.Dropped);
    }

    [Fact]
    public void A_replay_buffer_can_be_closed_at_any_moment_while_chunks_arrive()
    {
        for (var i = 0; i < 200; i++)
        {
            using var stream = AudioStream.Open("counter", () => new CountingSource(), Offline with { RingChunks = 16 });
            var replay = new ReplayBuffer(stream, TimeSpan.FromSeconds(1));
            var subscription = Assert.Single(stream.Subscriptions);
            using var reader = stream.OpenReader();
            stream.Start();
            Assert.Equal(ReadStatus.Chunk, reader.Read(out _, Ample));
            replay.Dispose();
            Assert.True(subscription.Drained.Wait(Ample, TestContext.Current.CancellationToken));
            Assert.Equal(0, subscription.Faults);
        }
    }

    /// <summary>Delivers one block, then blocks in its driver and cannot be interrupted.</summary>
    private sealed class BlockedSource : IAudioSource
    {
        private bool _delivered;

        public ManualResetEventSlim IsBlocked { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Peer;

        public string Description => "a driver that hangs";

        public void Open()
        {
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            if (!_delivered)
            {
                _delivered = true;
                return SourceRead.Data(480);
            }

            IsBlocked.Set();
            Release.Wait();
            return SourceRead.Nothing;
        }

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
    }
}
