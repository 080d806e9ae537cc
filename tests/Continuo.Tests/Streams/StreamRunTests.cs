using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Tests.Streams;

public sealed class StreamRunTests
{
    [Theory]
    [InlineData(SourcePace.Device, 0, 1)]
    [InlineData(SourcePace.Device, 200, 1)]
    [InlineData(SourcePace.Device, 201, 2)]
    [InlineData(SourcePace.Peer, 201, 1)]
    public void What_a_device_collected_before_a_late_start_is_left_by_opening_it_again(SourcePace pace, int milliseconds, int openings)
    {
        var clock = new VirtualClock();
        var source = new IdleSource(pace);
        using var stream = AudioStream.Open("idle", () => source, new StreamOptions { Clock = clock, RealTimePriority = false });
        Assert.Equal(1, source.Openings);
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        stream.Start();
        Assert.Equal(openings, source.Openings);
    }

    [Fact]
    public void A_source_of_another_rate_than_the_one_asked_for_is_refused_and_freed()
    {
        var source = new IdleSource(SourcePace.Peer);
        var options = new StreamOptions { SampleRate = 44_100 };
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => AudioStream.Open("idle", () => source, options)).Code);
        Assert.Equal(1, source.Disposals);
        using var stream = AudioStream.Open("idle", () => new IdleSource(SourcePace.Peer), new StreamOptions { SampleRate = 48_000 });
        Assert.Equal(48_000, stream.Format.SampleRate);
    }

    [Fact]
    public void A_run_that_was_never_started_frees_its_source_with_the_stream()
    {
        var source = new IdleSource(SourcePace.Peer);
        var stream = AudioStream.Open("idle", () => source);
        using var reader = stream.OpenReader();
        stream.Stop();
        Assert.True(stream.Ended.IsCompleted);
        Assert.True(reader.IsEnded);
        Assert.Equal(0, source.Disposals);
        stream.Dispose();
        Assert.Equal(1, source.Disposals);
    }

    [Fact]
    public void The_ring_of_a_run_is_freed_with_its_stream_and_when_another_run_begins()
    {
        var stream = AudioStream.Open("idle", () => new IdleSource(SourcePace.Peer), new StreamOptions { RealTimePriority = false });
        var first = stream.Run.Ring;
        stream.Start();
        stream.Stop();
        Assert.False(first.Memory.IsClosed);
        stream.Start();
        var second = stream.Run.Ring;
        Assert.True(SpinWait.SpinUntil(() => first.Memory.IsClosed, TimeSpan.FromSeconds(30)));
        Assert.False(second.Memory.IsClosed);
        stream.Dispose();
        Assert.True(SpinWait.SpinUntil(() => second.Memory.IsClosed, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_source_that_hangs_while_its_stream_is_disposed_of_is_freed_when_it_returns()
    {
        var source = new IdleSource(SourcePace.Peer) { Hangs = true };
        var stream = AudioStream.Open("hangs", () => source, new StreamOptions { RealTimePriority = false });
        stream.Start();
        Assert.True(source.Entered.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        stream.Dispose();
        Assert.Equal(0, source.Disposals);
        source.GoOn.Set();
        Assert.True(SpinWait.SpinUntil(() => source.Disposals == 1, TimeSpan.FromSeconds(30)), "it is never freed");
    }

    private sealed class IdleSource(SourcePace pace) : IAudioSource
    {
        private volatile bool _interrupted;

        public bool Hangs { get; init; }

        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim GoOn { get; } = new();

        public int Openings { get; private set; }

        public int Disposals { get; private set; }

        public AudioFormat Format => AudioFormat.Default;

        public SourcePace Pace => pace;

        public string Description => "idle";

        public void Open() => Openings++;

        public SourceRead Read(Span<float> destination, TimeSpan timeout)
        {
            Thread.Yield();
            Entered.Set();
            if (Hangs) GoOn.Wait();
            return _interrupted ? SourceRead.End : SourceRead.Nothing;
        }

        public void Interrupt() => _interrupted = true;

        public void Dispose() => Disposals++;
    }
}
