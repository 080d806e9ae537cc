using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

public class HealthWatchTests
{
    [Fact]
    public void A_source_that_never_delivers_is_stalled_within_a_second()
    {
        var clock = new VirtualClock();
        using var stream = AudioStream.Open("mute", () => new SwitchedSource { Next = SourceRead.Nothing },
            new StreamOptions { Clock = clock });
        using var stalled = new ManualResetEventSlim();
        string? reason = null;
        stream.HealthChanged += (_, e) =>
        {
            reason = e.Reason;
            if (e.Now == StreamHealth.Stalled) stalled.Set();
        };
        Assert.Equal(StreamHealth.Starting, stream.Health);
        stream.Start();
        clock.Advance(TimeSpan.FromMilliseconds(700));
        Assert.Equal(StreamHealth.Starting, stream.Health);
        clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(StreamHealth.Stalled, stream.Health);
        Assert.True(stalled.Wait(TimeSpan.FromSeconds(30)));
        Assert.Contains("delivered nothing yet (0.9 s)", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handler_that_hangs_holds_up_no_other_streams_events()
    {
        var clock = new VirtualClock();
        using var release = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        using var told = new ManualResetEventSlim();
        using var hanging = AudioStream.Open("hanging", () => new SwitchedSource { Next = SourceRead.Nothing },
            new StreamOptions { Clock = clock });
        using var other = AudioStream.Open("other", () => new SwitchedSource { Next = SourceRead.Nothing },
            new StreamOptions { Clock = clock });
        hanging.HealthChanged += (_, _) =>
        {
            entered.Set();
            release.Wait(TimeSpan.FromSeconds(60));
        };
        hanging.Start();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(entered.Wait(TimeSpan.FromSeconds(30)));
        other.HealthChanged += (_, e) =>
        {
            if (e.Now == StreamHealth.Stalled) told.Set();
        };
        other.Start();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(told.Wait(TimeSpan.FromSeconds(30)));
        release.Set();
    }

    [Fact]
    public void A_stream_flows_then_is_silent_then_stopped()
    {
        var clock = new VirtualClock();
        var source = new SwitchedSource { Next = SourceRead.Data(480) };
        using var stream = AudioStream.Open("device", () => source, new StreamOptions { Clock = clock });
        using var reader = stream.OpenReader();
        stream.Start();
        Assert.Equal(ReadStatus.Chunk, reader.Read(out _, TimeSpan.FromSeconds(30)));
        Assert.Equal(StreamHealth.Flowing, stream.Health);
        source.Loudness = 0;
        for (var i = 0; i < 50; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            reader.Ring.Shed(long.MaxValue);
            reader.Read(out _, TimeSpan.FromSeconds(30));
        }

        Assert.Equal(StreamHealth.Silent, stream.Health);
        stream.Stop();
        Assert.Equal(StreamHealth.Stopped, stream.Health);
    }

    [Fact]
    public void An_error_of_the_source_ends_the_stream_as_failed_with_its_reason()
    {
        using var stream = AudioStream.Open("bad", () => new SwitchedSource { Throw = true });
        stream.Start();
        Assert.True(stream.Ended.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(StreamHealth.Failed, stream.Health);
        Assert.Equal(AudioErrorCode.NotAudio, stream.Failure!.Code);
    }

    [Fact]
    public void Pressure_is_reported_when_it_rises_and_when_it_falls_at_most_once_a_second()
    {
        var clock = new VirtualClock();
        using var gate = new SemaphoreSlim(0);
        using var stream = AudioStream.Open("counter", () => new CountingSource(480 * 30),
            new StreamOptions { Pacing = Pacing.Unpaced, Clock = clock, RingChunks = 100 });
        using var subscription = stream.Subscribe((in AudioChunk _) => gate.Wait());
        var told = new List<Pressure>();
        stream.PressureChanged += (_, e) =>
        {
            lock (told) told.Add(e.Pressure);
        };
        stream.Start();
        Assert.True(stream.Ended.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        stream.Watch.Check();
        Assert.Equal([Pressure.Congested], told);
        gate.Release(30);
        Assert.True(subscription.Drained.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        stream.Watch.Check();
        Assert.Single(told); // the second has not passed
        clock.Advance(TimeSpan.FromSeconds(1));
        stream.Watch.Check();
        Assert.Equal([Pressure.Congested, Pressure.None], told);
    }

    [Theory]
    [InlineData(HealthWatch.WarnChunks, Pressure.None)]
    [InlineData(HealthWatch.WarnChunks + 1, Pressure.Warning)]
    [InlineData(HealthWatch.CongestedChunks, Pressure.Warning)]
    [InlineData(HealthWatch.CongestedChunks + 1, Pressure.Congested)]
    public void Pressure_rises_above_ten_and_above_twenty_pending_chunks(int pending, Pressure pressure)
    {
        var clock = new VirtualClock();
        using var gate = new SemaphoreSlim(0);
        using var entered = new ManualResetEventSlim();
        using var stream = AudioStream.Open("counter", () => new CountingSource(480 * (pending + 1)),
            new StreamOptions { Pacing = Pacing.Unpaced, Clock = clock, RingChunks = 100 });
        using var subscription = stream.Subscribe((in AudioChunk _) =>
        {
            entered.Set();
            gate.Wait();
        });
        var told = Pressure.None;
        stream.PressureChanged += (_, e) => told = e.Pressure;
        stream.Start();
        Assert.True(stream.Ended.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(entered.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        clock.Advance(TimeSpan.FromSeconds(1));
        stream.Watch.Check();
        Assert.Equal(pressure, told);
        gate.Release(pending + 1);
    }

    [Fact]
    public void One_silent_chunk_after_a_second_without_sound_is_silence()
    {
        var clock = new VirtualClock();
        using var chunks = new SemaphoreSlim(0);
        var source = new TapSource(chunks);
        using var stream = AudioStream.Open("tap", () => source, new StreamOptions { Clock = clock, RealTimePriority = false });
        stream.Start();
        chunks.Release();
        Assert.True(SpinWait.SpinUntil(() => stream.Statistics.Chunks == 1, TimeSpan.FromSeconds(30)));
        Assert.Equal(StreamHealth.Flowing, stream.Health);
        clock.Advance(TimeSpan.FromMilliseconds(1200));
        Assert.Equal(StreamHealth.Stalled, stream.Health);
        source.Loudness = 0;
        chunks.Release();
        Assert.True(SpinWait.SpinUntil(() => stream.Statistics.Chunks == 2, TimeSpan.FromSeconds(30)));
        Assert.Equal(StreamHealth.Silent, stream.Health);
    }

    [Fact]
    public void Pressure_on_the_first_of_two_subscriptions_is_reported_though_nothing_else_changes()
    {
        using var chunks = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        using var flowing = new ManualResetEventSlim();
        using var pressed = new ManualResetEventSlim();
        using var stream = AudioStream.Open("tap", () => new TapSource(chunks),
            new StreamOptions { Clock = new VirtualClock(), RealTimePriority = false });
        using var slow = stream.Subscribe((in AudioChunk _) => goOn.Wait());
        using var quick = stream.Subscribe((in AudioChunk _) => { });
        stream.HealthChanged += (_, e) =>
        {
            if (e.Now == StreamHealth.Flowing) flowing.Set();
        };
        stream.PressureChanged += (_, e) =>
        {
            if (e.Subscription == slow) pressed.Set();
        };
        stream.Start();
        chunks.Release();
        Assert.True(flowing.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        chunks.Release(HealthWatch.WarnChunks + 2);
        Assert.True(pressed.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        goOn.Set();
    }

    [Fact]
    public void The_watch_ends_with_the_run_and_begins_with_the_next()
    {
        using var chunks = new SemaphoreSlim(0);
        using var stream = AudioStream.Open("tap", () => new TapSource(chunks), new StreamOptions { RealTimePriority = false });
        Assert.False(stream.Watch.IsWatching);
        stream.Start();
        Assert.True(stream.Watch.IsWatching);
        stream.Stop();
        Assert.True(SpinWait.SpinUntil(() => !stream.Watch.IsWatching, TimeSpan.FromSeconds(30)));
        stream.Start();
        Assert.True(stream.Watch.IsWatching);
        stream.Dispose();
        Assert.False(stream.Watch.IsWatching);
    }

    private sealed class SwitchedSource : IAudioSource
    {
        private volatile bool _interrupted;

        public SourceRead Next { get; init; }

        public bool Throw { get; init; }

        public volatile float Loudness = 0.5f;

        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => SourcePace.Peer;

        public string Description => "a switched source";

        public void Open() => _interrupted = false;

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            if (Throw) throw new AudioException(AudioErrorCode.NotAudio, Description, "it is damaged", "Use another");
            if (_interrupted) return SourceRead.End;
            Thread.Yield();
            destination.Fill(Loudness);
            return Next;
        }

        public void Interrupt() => _interrupted = true;

        public void Dispose()
        {
        }
    }
}
