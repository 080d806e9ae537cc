using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Playing;
using Continuo.Rendering;

namespace Continuo.Tests.Playing;

public sealed class PlayerTests
{
    private static readonly Func<long, float> Counting = frame => frame / 65_536f;

    [Theory]
    [InlineData(64)]
    [InlineData(480)]
    [InlineData(4096)]
    public void A_track_is_played_bit_for_bit_from_its_first_frame_to_its_last(int block)
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting, length: 10_000), "a");
        stage.Player.Play();
        var output = stage.Render(12_288, block);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => Counting(i)), output[..10_000]);
        Assert.All(output[10_000..], sample => Assert.Equal(0, sample));
        Assert.Equal(PlayerState.Ended, stage.Player.State);
        Assert.Equal(10_000, stage.Player.PositionFrames);
        Assert.Equal(0, stage.Player.Tracks[0].Mix.Statistics.LateFrames);
    }

    [Fact]
    public void Tracks_of_different_lengths_and_channels_play_together_to_the_end_of_the_longest()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(_ => 0.25f, length: 1000, channels: 2), "short");
        stage.Player.Add(new ScriptedTrack(_ => 0.5f, length: 3000, channels: 6), "surround");
        stage.Player.Play();
        var output = stage.Render(4800);
        Assert.Equal(0.25f, output[999] - output[1000], 1e-6f);
        Assert.NotEqual(0, output[2999]);
        Assert.Equal(0, output[3000]);
        Assert.Equal(3000, stage.Player.Length);
    }

    [Fact]
    public void Pausing_fades_out_in_5_ms_and_going_on_loses_and_repeats_no_frame()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(_ => 1f, length: 480_000), "a");
        stage.Player.Play();
        stage.Render(960);
        stage.Player.Pause();
        var fade = stage.Render(960);
        Assert.InRange(Steepest(fade), 0.001, Math.PI / 2 / 240 * 1.01);
        Assert.All(fade[240..], sample => Assert.Equal(0, sample));
        Assert.Equal(PlayerState.Paused, stage.Player.State);
        Assert.Equal(1200, stage.Player.PositionFrames);
        stage.Player.Resume();
        var back = stage.Render(960);
        Assert.InRange(Steepest(back), 0.001, Math.PI / 2 / 240 * 1.01);
        Assert.Equal(1f, back[240]);
        Assert.Equal(2160, stage.Player.PositionFrames);
    }

    [Fact]
    public void Stopping_goes_back_to_the_beginning()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting), "a");
        stage.Player.Play();
        stage.Render(4800);
        stage.Player.Stop();
        Assert.All(stage.Render(960)[480..], sample => Assert.Equal(0, sample));
        Assert.Equal(0, stage.Player.PositionFrames);
        stage.Player.Play();
        Assert.Equal(Counting(100), stage.Render(480)[100]);
    }

    [Fact]
    public void Playing_again_right_at_the_natural_end_always_plays()
    {
        const int Length = 9600;
        var random = new Random(1);
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting, Length), "a");
        stage.Player.Play();
        stage.Render(Length);
        for (var i = 0; i < 1000; i++)
        {
            // Up to 100 ms after the end plain playing, within 100 ms around it playing from the beginning.
            if (i % 2 == 0)
            {
                stage.Render(random.Next(1, 4800), block: random.Next(16, 1000));
                Assert.Equal(PlayerState.Ended, stage.Player.State);
                stage.Player.Play();
            }
            else
            {
                stage.Player.PlayFrom(0);
            }

            Assert.Equal(PlayerState.Playing, stage.Player.State);
            stage.Render(960);
            Assert.Equal(PlayerState.Playing, stage.Player.State);
            Assert.InRange(stage.Player.PositionFrames, 1, 960);
            stage.Render(i % 2 == 0 ? Length - 960 - random.Next(0, 4800) : Length);
        }
    }

    [Fact]
    public void The_end_of_a_run_does_not_end_the_next_one_that_was_ordered_before_it_came()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting, 1000), "a");
        stage.Player.Play();
        stage.Render(960);
        stage.Player.PlayFrom(500); // 40 frames before the end
        var output = stage.Render(480);
        Assert.Equal(PlayerState.Playing, stage.Player.State);
        Assert.Equal(Counting(500 + 300), output[300]);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_loop_turns_back_at_its_very_end_and_fades_over_in_5_ms(int block)
    {
        const int Start = 1000, End = 3456;
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting, 100_000), "a");
        stage.Player.Loop = new LoopRegion(Start, End);
        stage.Player.Play();
        var output = stage.Render(16_384, block);
        for (var i = 0; i < output.Length; i++)
        {
            var song = i < End ? i : Start + (i - End) % (End - Start);
            var sinceTurn = i < End ? int.MaxValue : (i - End) % (End - Start);
            var weight = sinceTurn < 240 ? (float)(0.5 - 0.5 * Math.Cos(Math.PI * (sinceTurn + 1) / 240)) : 1;
            Assert.Equal(Counting(song) * weight + Counting(End + sinceTurn) * (1 - weight), output[i], 1e-5f);
        }
    }

    [Fact]
    public void A_loop_that_is_set_while_playing_is_not_heard_before_it_turns()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting, 100_000), "a");
        stage.Player.Play();
        stage.Render(4800);
        stage.Player.Loop = new LoopRegion(2000, 9600);
        var output = stage.Render(4800);
        for (var i = 0; i < output.Length; i++) Assert.Equal(Counting(4800 + i), output[i], 1e-6f);
        Assert.Equal(Counting(2000 + 300), stage.Render(480)[300], 1e-6f);
        stage.Player.Loop = null;
        Assert.Equal(Counting(2480 + 9600 - 1), stage.Render(9600)[^1], 1e-6f);
    }

    [Fact]
    public void A_track_that_is_added_while_playing_joins_in_at_the_present_place()
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(_ => 0, 100_000), "a");
        stage.Player.Play();
        stage.Render(4800);
        stage.Player.Add(new ScriptedTrack(Counting, 100_000), "b");
        Assert.Equal(Counting(4800 + 959), stage.Render(960)[959]);
    }

    [Fact]
    public void A_track_that_breaks_off_is_faded_out_and_disturbs_no_other()
    {
        using var stage = new Stage();
        var broken = stage.Player.Add(new ScriptedTrack(_ => 0.5f, 48_000, breaksAt: 10_000), "broken");
        stage.Player.Add(new ScriptedTrack(_ => 0.25f, 48_000), "sound");
        stage.Player.Play();
        var output = stage.Render(48_480);
        Assert.Equal(0.75f, output[9_999]);
        Assert.InRange(Steepest(output[9_000..47_000]), 0.0001, 0.5 * Math.PI / 2 / 240 * 1.05);
        Assert.All(output[10_300..48_000], sample => Assert.Equal(0.25f, sample));
        Assert.Equal(AudioErrorCode.NotAudio, broken.Failure?.Code);
        Assert.Equal(1, broken.Mix.Statistics.Dropouts);
        Assert.Equal(PlayerState.Ended, stage.Player.State);
        stage.Player.PlayFrom(0);
        Assert.Equal(0.75f, stage.Render(480)[479]); // faded in, as after every break
    }

    [Fact]
    public void A_track_that_is_read_too_late_is_concealed_counted_and_then_in_step_again()
    {
        using var stage = new Stage();
        var track = stage.Player.Add(new ScriptedTrack(Counting), "a");
        stage.Player.Play();
        stage.Render(480);
        stage.Render(96_000, prepare: false);
        Assert.InRange(track.Mix.Statistics.LateFrames, 1, 96_000);
        Assert.Equal(1, track.Mix.Statistics.Dropouts);
        stage.Render(960);
        var position = stage.Player.PositionFrames;
        Assert.Equal(97_440, position);
        Assert.Equal(Counting(position + 479), stage.Render(480)[479]);
    }

    [Fact]
    public void A_live_stream_is_heard_beside_the_tracks_and_continues_over_a_jump()
    {
        var clock = new VirtualClock(1_000_000_000);
        using var stage = new Stage(Stage.Plain with { Clock = clock });
        using var live = new LiveRig(clock, _ => 0.25f);
        stage.Player.Add(new ScriptedTrack(_ => 0.5f), "file");
        var track = stage.Player.AddLive(live.Stream);
        stage.Player.Play();
        var heard = 0f;
        void Play(int blocks) => live.Run(blocks, () => heard = stage.Render(480)[^1]);
        Play(50);
        Assert.Equal(0.75f, heard, 4);
        stage.Player.Seek(96_000);
        Play(10);
        Assert.Equal(0.75f, heard, 4);
        Assert.Equal(0, track.Mix.Statistics.Dropouts);
        Assert.Equal(0, track.Live!.Statistics.Underruns);
    }

    [Fact]
    public void A_player_ends_with_its_live_stream()
    {
        var clock = new VirtualClock(1_000_000_000);
        using var stage = new Stage(Stage.Plain with { Clock = clock });
        using var live = new LiveRig(clock, _ => 0.25f);
        stage.Player.AddLive(live.Stream);
        stage.Player.Play();
        live.Run(50, () => stage.Render(480));
        Assert.Equal(PlayerState.Playing, stage.Player.State);
        live.End();
        live.Run(50, () => stage.Render(480));
        Assert.Equal(PlayerState.Ended, stage.Player.State);
    }

    [Fact]
    public void What_is_heard_is_what_was_rendered_less_what_is_on_its_way()
    {
        var clock = new VirtualClock();
        using var stage = new Stage(Stage.Plain with { Clock = clock });
        stage.Player.Add(new ScriptedTrack(Counting), "a");
        stage.Player.Play();
        stage.Render(48_000);
        stage.Player.ReportOutput(4800, clock.Now);
        Assert.Equal(43_200, stage.Player.PositionFrames);
        clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(45_600, stage.Player.PositionFrames);
        clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(48_000, stage.Player.PositionFrames);
        stage.Player.Seek(480_000);
        stage.Render(960);
        stage.Player.ReportOutput(4800, clock.Now);
        Assert.Equal(48_960 - 4800, stage.Player.PositionFrames); // before the jump is heard
        clock.Advance(TimeSpan.FromMilliseconds(90));
        Assert.Equal(480_480, stage.Player.PositionFrames);
    }

    [Fact]
    public void Rendering_playing_seeking_and_pausing_allocates_nothing()
    {
        using var stage = new Stage();
        for (var i = 0; i < 32; i++) stage.Player.Add(new ScriptedTrack(Counting), "t");
        stage.Player.Play();
        var block = new float[512 * 2];
        var bytes = new long[4]; // the least of four rounds: the runtime may replace code meanwhile
        for (var i = 0; i < 2000; i++)
        {
            if (i % 50 == 10) stage.Player.Seek(i * 100);
            if (i % 100 == 40) stage.Player.Pause();
            if (i % 100 == 60) stage.Player.Resume();
            stage.Player.Prepare();
            var guard = RealTimeGuard.Begin();
            stage.Player.Render(block);
            stage.Player.ReportOutput(1024, 0);
            bytes[i / 500] += guard.End().AllocatedBytes;
        }

        Assert.Equal(0, bytes.Min());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    [InlineData(long.MaxValue)]
    public void A_place_that_the_piece_does_not_have_is_refused(long frame)
    {
        using var stage = new Stage();
        stage.Player.Add(new ScriptedTrack(Counting, 1000), "a");
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => stage.Player.Seek(frame)).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => stage.Player.PlayFrom(frame)).Code);
    }

    [Fact]
    public void A_track_of_another_rate_and_a_loop_that_is_too_short_are_refused()
    {
        using var stage = new Stage();
        Assert.Equal(AudioErrorCode.Unsupported,
            Assert.Throws<AudioException>(() => stage.Player.Add(new ScriptedTrack(Counting, rate: 44_100), "a")).Code);
        Assert.Throws<AudioException>(() => stage.Player.Loop = new LoopRegion(5, 5));
        Assert.Throws<AudioException>(() => stage.Player.Loop = new LoopRegion(-1, 48_000));
        Assert.Empty(stage.Player.Tracks);
        stage.Player.Play();
        stage.Render(480);
        Assert.Equal(PlayerState.Ended, stage.Player.State);
    }

    [Fact]
    public void Rendering_everything_gives_the_piece_to_the_frame_though_the_limiter_is_late()
    {
        using var stage = new Stage(Stage.Plain with { Mixer = new() });
        stage.Player.Add(new ScriptedTrack(frame => Counting(frame) / 2, 12_345), "a");
        using var sink = new Streams.MemorySink();
        sink.Open(AudioFormat.Default);
        Assert.Equal(12_345, stage.Player.RenderAll(sink));
        Assert.Equal(12_345 * 2, sink.Samples.Count);
        Assert.Equal(Counting(0) / 2, sink.Samples[0]);
        Assert.Equal(Counting(12_000) / 2, sink.Samples[24_000]);
    }

    [Fact]
    public void A_track_that_is_removed_while_playing_fades_out_and_the_others_continue_to_the_bit()
    {
        using var stage = new Stage();
        var gone = stage.Player.Add(new ScriptedTrack(_ => 0.5f), "gone");
        var stays = stage.Player.Add(new ScriptedTrack(Counting, length: 40_000), "stays");
        stage.Player.Play();
        stage.Render(4800);
        stage.Player.Remove(gone);
        var output = stage.Render(9600);
        Assert.InRange(Steepest(output[..960]), 0, 0.01);
        Assert.Equal(Counting(4800 + 9599), output[9599]);
        Assert.Equal(0, stays.Mix.Statistics.LateFrames);
        Assert.Equal([stays], stage.Player.Tracks);
        Assert.Equal(40_000, stage.Player.Length);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => stage.Player.Remove(gone)).Code);
        var late = stage.Player.Add(new ScriptedTrack(_ => 0.25f), "late");
        Assert.Equal(3, late.Id);
        stage.Render(4800);
        Assert.Equal(0.25f + Counting(19_200), stage.Render(480)[0], 1e-6f);
    }

    [Fact]
    public void A_removed_track_is_freed_when_no_one_holds_it_any_more()
    {
        using var stage = new Stage();
        var source = new ScriptedTrack(Counting);
        var gone = stage.Player.Add(source, "gone");
        stage.Player.Add(new ScriptedTrack(Counting), "stays");
        stage.Player.Play();
        stage.Render(4800);
        stage.Player.Remove(gone);
        Assert.False(source.IsDisposed);
        stage.Render(960);
        stage.Player.Prepare();
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public void Commands_and_their_reading_allocate_nothing()
    {
        using var stage = new Stage();
        for (var i = 0; i < 8; i++) stage.Player.Add(new ScriptedTrack(Counting, length: 480_000), $"{i}");
        stage.Player.Play();
        var block = new float[960];
        var at = 0;
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            stage.Player.Seek(at++ * 7 % 400_000);
            stage.Player.Pause();
            stage.Player.Resume();
            if (at % 10 == 0) stage.Player.Loop = new LoopRegion(at, at + 10_000);
            if (at % 10 == 5) stage.Player.Loop = null;
            stage.Player.Prepare();
            stage.Player.Render(block);
            stage.Player.ReportOutput(480, 0);
            if (stage.Player.PositionFrames < 0 || stage.Player.State != PlayerState.Playing) throw new InvalidOperationException();
        }));
        Assert.Equal(stage.Player.CommandNumber, stage.Player.AppliedCommand);
    }

    private static double Steepest(float[] samples) => samples.Zip(samples.Skip(1), (a, b) => Math.Abs(a - b)).Max();
}
