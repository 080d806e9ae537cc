using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Playing;
using Continuo.Sinks;

namespace Continuo.Tests.Playing;

public sealed class PlaybackTests
{
    [Fact]
    public void A_piece_into_nowhere_takes_its_time_and_ends()
    {
        var clock = new VirtualClock();
        using var stage = new Stage(Stage.Plain with { Clock = clock });
        stage.Player.Add(new ScriptedTrack(ScriptedTrack.Sine, 96_000), "a");
        using var sink = new PacedSink(new NullSink(), TimeSpan.FromMilliseconds(40), clock);
        using var playback = new Playback(stage.Player, sink, endsWithPlayer: true);
        playback.Monitor.IsOn = true;
        playback.Open();
        stage.Player.Play();
        while (playback.Step())
        {
            // Heard is 40 ms behind rendered, once the sink is full.
            if (stage.Player.State == PlayerState.Playing && clock.Now > 0)
            {
                Assert.Equal(AudioFormat.Default.ToFrames(clock.Now), stage.Player.PositionFrames);
            }
        }

        playback.Finish();
        Assert.InRange(clock.Now, 2_000_000_000, 2_030_000_000);
        Assert.Equal(0, sink.Underruns);
        Assert.InRange(playback.Monitor.GetStatistics().Callbacks, 200, 203);
    }

    [Fact]
    public void A_device_that_vanishes_is_opened_again_and_the_piece_continues_where_it_stood()
    {
        var clock = new VirtualClock();
        using var stage = new Stage(Stage.Plain with { Clock = clock });
        stage.Player.Add(new ScriptedTrack(ScriptedTrack.Sine), "a");
        using var sink = new VanishingSink(failsAt: 20, refusals: 3);
        using var playback = new Playback(stage.Player, sink);
        playback.Open();
        stage.Player.Play();
        while (sink.Blocks < 20) Assert.True(playback.Step());
        Assert.True(playback.Step());
        Assert.Equal(1, playback.Outages);
        Assert.NotNull(playback.LastReopenError);
        var stood = stage.Player.PositionFrames;
        while (playback.LastReopenError is not null) Assert.True(playback.Step());
        Assert.InRange(clock.Now, 50_000_000, 1_000_000_000);
        Assert.True(playback.Step());
        Assert.InRange(stage.Player.PositionFrames - stood, 0, 1440);
        Assert.Null(playback.Failure);
    }

    [Fact]
    public void A_sink_that_fails_for_good_ends_the_playback_with_its_reason()
    {
        using var player = new Player(AudioFormat.Default);
        using var sink = new VanishingSink(failsAt: 2, code: AudioErrorCode.DiskFull);
        using var playback = new Playback(player, sink);
        playback.Start();
        playback.Ended.Wait(TestContext.Current.CancellationToken);
        Assert.Equal(AudioErrorCode.DiskFull, playback.Failure?.Code);
    }

    [Fact]
    public void A_sink_that_is_written_to_too_late_runs_dry_and_says_so()
    {
        var clock = new VirtualClock();
        using var sink = new PacedSink(new NullSink(), TimeSpan.FromMilliseconds(20), clock);
        sink.Open(AudioFormat.Default);
        var block = new float[960];
        for (var i = 0; i < 10; i++) sink.Write(block);
        Assert.Equal((0, 960), (sink.Underruns, sink.LatencyFrames));
        clock.Advance(TimeSpan.FromMilliseconds(15));
        sink.Write(block);
        Assert.Equal(0, sink.Underruns);
        clock.Advance(TimeSpan.FromMilliseconds(50));
        sink.Write(block);
        Assert.Equal(1, sink.Underruns);
    }

    [Fact]
    public void A_process_that_pauses_writes_further_ahead_so_that_the_next_pause_is_not_heard()
    {
        var clock = new VirtualClock();
        using var stage = new Stage(Stage.Plain with { Clock = clock });
        stage.Player.Add(new ScriptedTrack(ScriptedTrack.Sine), "a");
        using var sink = new PacedSink(new NullSink(), TimeSpan.FromMilliseconds(20), clock);
        using var playback = new Playback(stage.Player, sink);
        playback.Open();
        stage.Player.Play();
        for (var i = 0; i < 100; i++) playback.Step();
        Assert.Equal(40, playback.WriteAhead.Ahead.TotalMilliseconds);
        for (var second = 0; second < 20; second++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(90)); // a collection of everything: the next block is late by all but its own 10 ms
            for (var i = 0; i < 100; i++) playback.Step();
        }

        Assert.Equal(1, sink.Underruns); // the first
        Assert.InRange(playback.WriteAhead.Ahead.TotalMilliseconds, 110, 130);
        Assert.InRange(sink.LatencyFrames, 110 * 48, 130 * 48);
        Assert.Equal(TimeSpan.FromMilliseconds(80), playback.WriteAhead.LongestPause);
        for (var i = 0; i < 100 * 90; i++) playback.Step();
        Assert.Equal(40, playback.WriteAhead.Ahead.TotalMilliseconds);
        Assert.InRange(sink.LatencyFrames, 1, 40 * 48);
        Assert.Equal(1, sink.Underruns);
    }

    [Fact]
    public async Task With_threads_a_piece_is_read_and_written_to_its_last_frame()
    {
        using var player = new Player(AudioFormat.Default, PlaybackOptions.Balanced with { Mixer = Stage.Plain.Mixer });
        player.Add(new ScriptedTrack(ScriptedTrack.Sine, 24_000), "a");
        var memory = new Streams.MemorySink();
        using var playback = new Playback(player,
            new PacedSink(memory, TimeSpan.FromMilliseconds(40), SystemClock.Instance),
            endsWithPlayer: true);
        player.Play();
        playback.Start();
        await playback.Ended;
        Assert.Null(playback.Failure);
        Assert.Equal(PlayerState.Ended, player.State);
        var heard = memory.Samples.Where((_, i) => i % 2 == 0).SkipWhile(s => s == 0).ToArray();
        Assert.Equal(ScriptedTrack.Sine(1), heard[0]);
        if (player.Tracks[0].Mix.Statistics.LateFrames == 0) Assert.Equal(ScriptedTrack.Sine(23_999), heard[23_998]);
    }

    private sealed class VanishingSink(int failsAt, int refusals = 0, AudioErrorCode code = AudioErrorCode.ServerUnavailable)
        : IOutputDevice
    {
        private int _refusals = refusals;
        private bool _opened;

        public int Blocks { get; private set; }

        public string Description => "vanishing";

        public long FramesWritten => Blocks;

        public long LatencyFrames => 0;

        public long Underruns => 0;

        public bool WaitForRoom(int frames, TimeSpan timeout) => true;

        public bool TryHold(int frames) => false;

        public int PieceFrames(int blockFrames) => blockFrames;

        public void Open(AudioFormat format)
        {
            if (_opened && _refusals-- > 0) throw new AudioException(AudioErrorCode.ServerUnavailable, "vanishing", "still away", "Wait");
            _opened = true;
        }

        public void Write(ReadOnlySpan<float> samples)
        {
            if (Blocks++ == failsAt) throw new AudioException(code, "vanishing", "gone", "Wait");
        }

        public void Finish()
        {
        }

        public void Interrupt()
        {
        }

        public void Dispose()
        {
        }
    }
}
