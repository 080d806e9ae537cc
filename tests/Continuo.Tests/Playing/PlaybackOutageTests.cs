using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Live;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Tests.Playing;

/// <summary>What a playback does when its sink fails, is lost, or cannot be opened.</summary>
public sealed class PlaybackOutageTests
{
    [Fact]
    public void A_lost_device_is_tried_again_after_50_ms_then_twice_as_long_up_to_a_second()
    {
        var clock = new VirtualClock();
        using var stage = new Stage(Stage.Plain with { Clock = clock });
        var device = new LostDevice(clock) { Refusals = 8 };
        using var playback = new Playback(stage.Player, device);
        playback.Open();
        Assert.True(playback.Step());
        device.IsLost = true;
        Assert.True(playback.Step());
        Assert.Equal((1, AudioErrorCode.ServerUnavailable), (playback.Outages, playback.LastReopenError?.Code));
        device.IsLost = false;
        while (playback.LastReopenError is not null) Assert.True(playback.Step());
        Assert.Equal([0, 50, 150, 350, 750, 1550, 2550, 3550, 4550, 5550], device.Openings.Select(time => time / 1_000_000));
        Assert.True(playback.Step());
        Assert.Equal((1, 2), (playback.Outages, device.Blocks));
    }

    [Fact]
    public void A_device_that_is_away_is_not_finished_and_one_that_is_there_is()
    {
        var clock = new VirtualClock();
        using var stage = new Stage(Stage.Plain with { Clock = clock });
        var device = new LostDevice(clock);
        using var playback = new Playback(stage.Player, device);
        playback.Open();
        device.IsLost = true;
        playback.Step();
        playback.Finish();
        Assert.Equal(0, device.Finishes);
        device.IsLost = false;
        playback.Step();
        playback.Finish();
        Assert.Equal(1, device.Finishes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sink_is_finished_once_when_the_piece_has_ended_and_when_it_is_stopped(bool stops)
    {
        using var player = new Player(AudioFormat.Default);
        player.Add(new ScriptedTrack(ScriptedTrack.Sine, stops ? -1 : 4800), "a");
        var device = new LostDevice(player.Options.Clock);
        using var playback = new Playback(player, device, endsWithPlayer: true);
        player.Play();
        playback.Start();
        if (stops) Assert.True(playback.Stop());
        Assert.True(playback.Ended.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal((1, null), (device.Finishes, playback.Failure));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_no_device_is_not_opened_again(bool isOutput)
    {
        var clock = new VirtualClock();
        using var player = new Player(AudioFormat.Default, Stage.Plain with { Clock = clock });
        var device = new LostDevice(clock) { IsLost = true, IsOutput = isOutput };
        using var playback = new Playback(player, device);
        playback.Open();
        if (isOutput) Assert.True(playback.Step());
        else Assert.Throws<AudioException>(() => playback.Step());
    }

    [Fact]
    public void Whatever_a_sink_throws_ends_its_playback_with_what_it_was_and_frees_it()
    {
        using var player = new Player(AudioFormat.Default);
        var device = new LostDevice(player.Options.Clock) { Fault = new NotSupportedException("a fault of its own.") };
        var playback = new Playback(player, device);
        playback.Start();
        Assert.True(playback.Ended.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(AudioErrorCode.InputOutput, playback.Failure?.Code);
        Assert.Contains("(a fault of its own)", playback.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(LifeState.Stopped, playback.State);
        playback.Dispose();
        Assert.Equal(1, device.Disposals);
    }

    [Fact]
    public void A_sink_that_cannot_be_opened_is_freed_and_so_is_all_that_was_to_play_into_it()
    {
        using var stream = AudioStream.Open("tone:440", new StreamOptions { RealTimePriority = false });
        var device = new LostDevice(SystemClock.Instance) { Refusals = 1 };
        Assert.Throws<AudioException>(() => LivePlayback.Start(stream, device));
        Assert.Equal(1, device.Disposals);
        Assert.Empty(stream.Run.Ring.Readers);
        var unused = new LostDevice(SystemClock.Instance);
        var wrong = LiveInputOptions.Default with { MaxLag = TimeSpan.FromMilliseconds(1) };
        Assert.ThrowsAny<Exception>(() => LivePlayback.Start(stream, unused, live: wrong));
        Assert.Equal(1, unused.Disposals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sink_is_freed_by_an_asynchronous_disposal_whether_it_was_written_to_or_not(bool isStarted)
    {
        using var player = new Player(AudioFormat.Default);
        var device = new LostDevice(player.Options.Clock);
        var playback = new Playback(player, device);
        if (isStarted)
        {
            playback.Start();
            playback.Stop();
        }

        await playback.DisposeAsync();
        Assert.Equal(1, device.Disposals);
    }

    [Fact]
    public void A_sink_that_cannot_even_be_interrupted_is_freed_when_its_call_returns()
    {
        using var player = new Player(AudioFormat.Default);
        using var goOn = new ManualResetEventSlim();
        var device = new LostDevice(player.Options.Clock) { Hold = goOn };
        var playback = new Playback(player, device);
        playback.Start();
        Assert.True(SpinWait.SpinUntil(() => device.IsHeld, TimeSpan.FromSeconds(30)));
        playback.Dispose();
        Assert.Equal(0, device.Disposals);
        goOn.Set();
        Assert.True(SpinWait.SpinUntil(() => device.Disposals == 1, TimeSpan.FromSeconds(30)), "it is never freed");
    }

    [Fact]
    public async Task A_live_playback_frees_its_sink_and_leaves_its_stream_when_it_is_disposed_of()
    {
        using var stream = AudioStream.Open("tone:440", new StreamOptions { RealTimePriority = false });
        var (first, second) = (new LostDevice(SystemClock.Instance), new LostDevice(SystemClock.Instance));
        var playback = LivePlayback.Start(stream, first);
        playback.Dispose();
        Assert.Equal(1, first.Disposals);
        await LivePlayback.Start(stream, second).DisposeAsync();
        Assert.Equal(1, second.Disposals);
        Assert.True(SpinWait.SpinUntil(() => stream.Run.Ring.Readers.Count == 0, TimeSpan.FromSeconds(30)), "a reader stays open");
    }

    [Fact]
    public void A_piece_is_written_in_whole_blocks_and_one_more()
    {
        var clock = new VirtualClock();
        using var stage = new Stage(Stage.Plain with { Clock = clock });
        stage.Player.Add(new ScriptedTrack(ScriptedTrack.Sine, 4800), "a");
        var device = new LostDevice(clock);
        using var playback = new Playback(stage.Player, device, endsWithPlayer: true);
        playback.Open();
        stage.Player.Play();
        while (playback.Step())
        {
        }

        Assert.Equal(11, device.Blocks);
    }

    private sealed class LostDevice(MonotonicClock clock) : IOutputDevice
    {
        public bool IsOutput { get; init; } = true;

        public bool IsLost { get; set; }

        public int Refusals { get; set; }

        public Exception? Fault { get; init; }

        public ManualResetEventSlim? Hold { get; init; }

        public bool IsHeld { get; private set; }

        public List<long> Openings { get; } = [];

        public int Blocks { get; private set; }

        public int Finishes { get; private set; }

        public int Disposals { get; private set; }

        public IOutputDevice? Output => IsOutput ? this : null;

        public string Description => "lost";

        public long FramesWritten => Blocks;

        public long LatencyFrames => 0;

        public long Underruns => 0;

        public bool WaitForRoom(int frames, TimeSpan timeout) => true;

        public bool TryHold(int frames) => false;

        public int PieceFrames(int blockFrames) => blockFrames;

        public void Open(AudioFormat format)
        {
            Openings.Add(clock.Now);
            if ((Openings.Count > 1 || clock is SystemClock) && Refusals-- > 0) throw Away();
        }

        public void Write(ReadOnlySpan<float> samples)
        {
            IsHeld = true;
            Hold?.Wait();
            if (Fault is not null) throw Fault;
            if (IsLost) throw Away();
            Blocks++;
        }

        public void Finish() => Finishes++;

        public void Interrupt()
        {
        }

        public void Dispose() => Disposals++;

        private static AudioException Away() => new(AudioErrorCode.ServerUnavailable, "lost", "it is away", "Wait");
    }
}
