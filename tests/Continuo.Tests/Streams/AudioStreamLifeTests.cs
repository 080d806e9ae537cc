using Continuo.Audio;
using Continuo.Recording;
using Continuo.Sources;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Tests.Streams;

public sealed class AudioStreamLifeTests
{
    private static readonly StreamOptions Options = new() { RealTimePriority = false };
    private readonly GuardedSource.Tally _sources = new();

    [Fact]
    public async Task A_recording_that_has_not_drained_at_a_stop_is_finished_by_one_thread_though_the_stream_is_started_again()
    {
        var sink = new GuardedSink(TimeSpan.FromMilliseconds(20));
        using var stream = Open();
        using var recorder = Recorder.Start(stream, sink);
        stream.Start();
        SpinWait.SpinUntil(() => recorder.Subscription.Statistics.Pending > 60);
        Assert.False(stream.Stop(), "it drained too soon for this test");
        stream.Start();
        SpinWait.SpinUntil(() => stream.Statistics.Chunks > 20);
        sink.WriteTime = TimeSpan.Zero;
        var result = await recorder.Completion;
        Assert.Equal((1, 1, 0), (sink.Most, sink.Disposals, sink.CallsTooLate));
        Assert.True(sink.IsFinished);
        Assert.Null(result.Failure);
        Assert.Equal(result.Frames, sink.FramesWritten);
    }

    [Fact]
    public async Task A_handler_that_has_not_drained_at_a_stop_gets_the_next_run_afterwards_and_is_entered_by_one_thread()
    {
        using var gate = new ManualResetEventSlim();
        var (inside, most, runs) = (0, 0, 0);
        using var stream = Open();
        using var subscription = stream.Subscribe((in AudioChunk chunk) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            if (chunk.Sequence == 0) runs++;
            gate.Wait();
            Interlocked.Decrement(ref inside);
        });
        stream.Start();
        SpinWait.SpinUntil(() => subscription.Statistics.Pending > 2);
        Assert.False(stream.Stop());
        stream.Start();
        SpinWait.SpinUntil(() => subscription.Statistics.Pending > 2);
        gate.Set();
        Assert.True(stream.Stop() || subscription.Drained.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await subscription.Drained;
        Assert.Equal((1, 2), (most, runs));
    }

    [Fact]
    public void Of_two_starts_at_once_one_wins()
    {
        for (var i = 0; i < 300; i++)
        {
            using var stream = Open();
            var won = 0;
            using var barrier = new Barrier(2);
            void Start()
            {
                barrier.SignalAndWait();
                try
                {
                    stream.Start();
                    Interlocked.Increment(ref won);
                }
                catch (InvalidOperationException)
                {
                    // The other one.
                }
            }

            var other = new Thread(Start);
            other.Start();
            Start();
            other.Join();
            Assert.Equal(1, won);
        }

        Assert.Equal(0, _sources.Misuses);
    }

    [Fact]
    public async Task Disposing_is_done_once_by_whoever_comes_first()
    {
        for (var i = 0; i < 50; i++)
        {
            var stream = Open();
            stream.Start();
            await Task.WhenAll(Task.Run(stream.Dispose), Task.Run(stream.Dispose), stream.DisposeAsync().AsTask());
            await stream.DisposeAsync();
            stream.Dispose();
            Assert.Equal(LifeState.Disposed, stream.State);
        }

        SpinWait.SpinUntil(() => _sources.Disposed == _sources.Opened);
        Assert.Equal(0, _sources.Misuses);
    }

    [Fact]
    public void After_disposal_every_member_says_so_or_reports_the_last_run()
    {
        var stream = Open();
        stream.Start();
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(stream.Start);
        Assert.Throws<ObjectDisposedException>(() => stream.OpenReader());
        Assert.Throws<ObjectDisposedException>(() => stream.Subscribe((in AudioChunk _) => { }));
        var sink = new GuardedSink();
        Assert.Throws<ObjectDisposedException>(() => Recorder.Start(stream, sink));
        Assert.Equal(1, sink.Disposals);
        Assert.True(stream.Stop());
        Assert.Equal(StreamHealth.Stopped, stream.Health);
        Assert.Equal((LifeState.Disposed, "guarded"), (stream.State, stream.Description));
        Assert.True(stream.Statistics.Chunks >= 0 && stream.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_stop_ends_a_start_whose_source_is_still_being_opened()
    {
        var source = new SlowOpening();
        using var stream = AudioStream.Open("slow", () => source, Options);
        stream.Stop();
        source.IsSlow = true;
        var starting = Task.Run(stream.Start, TestContext.Current.CancellationToken);
        source.Entered.Wait(TestContext.Current.CancellationToken);
        stream.Stop();
        await Assert.ThrowsAsync<OperationCanceledException>(() => starting);
        Assert.Equal(LifeState.Stopped, stream.State);
    }

    [Fact]
    public void A_stop_is_given_a_second()
    {
        // Everything that waits for a stop divides this time; nothing in the tests may depend on more.
        Assert.Equal(TimeSpan.FromSeconds(1), AudioStream.StopBudget);
        Assert.Equal(TimeSpan.FromSeconds(1), Continuo.Playing.Playback.StopBudget);
    }

    [Fact]
    public async Task A_stop_of_what_never_ran_is_in_order_at_once()
    {
        await using var stream = Open();
        Assert.True(await stream.StopAsync(TestContext.Current.CancellationToken));
        await using var another = Open();
        Assert.True(another.Stop());
    }

    [Fact]
    public void A_follower_is_informed_of_every_run_until_it_leaves()
    {
        using var stream = Open();
        var runs = new List<long>();
        Action<StreamRun> follower = run => runs.Add(run.Number);
        stream.Follow(follower);
        for (var i = 0; i < 2; i++)
        {
            stream.Start();
            stream.Stop();
        }

        stream.Unfollow(follower);
        stream.Start();
        Assert.Equal([1, 2], runs);
    }

    private AudioStream Open() =>
        AudioStream.Open("guarded", () => new GuardedSource(_sources), Options with { ChunkFrames = GuardedSource.Frames });

    private sealed class SlowOpening : IAudioSource
    {
        private readonly ManualResetEventSlim _interrupted = new();

        public ManualResetEventSlim Entered { get; } = new();

        public bool IsSlow { get; set; }

        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Peer;

        public string Description => "slow";

        public void Open()
        {
            _interrupted.Reset();
            if (!IsSlow) return;
            Entered.Set();
            if (_interrupted.Wait(TimeSpan.FromSeconds(60))) throw new OperationCanceledException();
        }

        public SourceRead Read(Span<float> destination, TimeSpan timeout) => SourceRead.Nothing;

        public void Interrupt() => _interrupted.Set();

        public void Dispose()
        {
        }
    }
}
