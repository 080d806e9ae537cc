using Continuo.Audio;
using Continuo.Engine.Statistics;
using Continuo.Live;
using Continuo.Mixing;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Engine.Tests;

public class AudioEngineTests
{
    private const int Block = EngineFixture.Block;
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(8); // 4 blocks

    [Fact]
    public void What_is_played_reaches_the_device_to_the_sample()
    {
        using var fixture = new EngineFixture();
        var input = (RingInput)fixture.Engine.Play(AudioAddress.Parse("tone:1000?level=-20"));
        EngineFixture.Await(() => input.Statistics.Pending >= 100);
        fixture.Sink.Step(100);

        var expected = new float[100 * Block * 2];
        using var tone = new ToneSource(AudioFormat.Default, 1000, -20);
        tone.Open();
        tone.Read(expected, TimeSpan.Zero);
        var latency = fixture.Engine.Mixer.LatencyFrames * 2;
        var heard = fixture.Sink.Samples;
        var begin = Array.FindIndex(heard, s => s != 0) - 2; // the tone's first frame is 0
        Assert.InRange(begin, 0, latency + 2 * Block * 2);
        for (var i = begin; i < heard.Length; i++)
        {
            // The track's gain arrives within the first 10 ms.
            if (i - begin > 2 * 480) Assert.Equal(expected[i - begin], heard[i], 5);
        }

        Assert.Equal(0, input.Track.Statistics.LateBlocks);
    }

    [Fact]
    public void A_stream_that_is_late_is_concealed_and_counted_and_no_one_waits()
    {
        using var fixture = new EngineFixture();
        using var stream = fixture.Engine.OpenStream("late", Ahead);
        stream.Write(new float[4 * Block * 2]);
        fixture.Sink.Step(10);
        var late = fixture.Engine.Find(stream.Input).GetStatistics();
        Assert.Equal(4, late.Read);
        Assert.Equal(1, late.Dropouts);
        Assert.Equal(6, late.LateBlocks);
        Assert.Equal(6 * Block, late.LateFrames);

        // It goes on when the distance has been built up again.
        stream.Write(new float[4 * Block * 2]);
        fixture.Sink.Step(4);
        Assert.Equal(8, fixture.Engine.Find(stream.Input).GetStatistics().Read);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_device_that_asks_for_pieces_of_blocks_plays_the_same(int pieces)
    {
        Assert.Equal(Play(1), Play(pieces));

        static float[] Play(int pieces)
        {
            using var fixture = new EngineFixture(pieces);
            using var stream = fixture.Engine.OpenStream("noise", Ahead);
            var random = new Random(1);
            var samples = Enumerable.Range(0, (30 * Block + 5) * 2).Select(_ => random.NextSingle() / 4).ToArray().AsSpan();
            stream.Write(samples[..(4 * Block * 2)]);
            for (samples = samples[(4 * Block * 2)..]; samples.Length > 0; samples = samples[Math.Min(samples.Length, Block * 2)..])
            {
                fixture.Sink.Step(); // takes one block: there is room for another
                stream.Write(samples[..Math.Min(samples.Length, Block * 2)]);
            }

            stream.Flush();
            fixture.Sink.Step(20);
            Assert.Equal(0, fixture.Engine.Find(stream.Input).GetStatistics().LateBlocks);
            Assert.Equal(31, fixture.Engine.Find(stream.Input).GetStatistics().Read);
            return fixture.Sink.Samples;
        }
    }

    [Fact]
    public void A_stream_that_pauses_is_not_late_for_ever()
    {
        using var fixture = new EngineFixture();
        using var stream = fixture.Engine.OpenStream("pausing", Ahead);
        stream.Write(new float[4 * Block * 2]);
        fixture.Sink.Step(1500); // 3 s
        var late = fixture.Engine.Find(stream.Input).GetStatistics().LateBlocks;
        Assert.InRange(late, 1, 510);
    }

    [Fact]
    public void A_short_block_is_the_end_of_a_sound_and_not_late()
    {
        using var fixture = new EngineFixture();
        using var stream = fixture.Engine.OpenStream("short", Ahead);
        stream.Write(new float[(3 * Block + 5) * 2]);
        stream.Flush();
        fixture.Sink.Step(50);
        Assert.Equal(0, fixture.Engine.Find(stream.Input).GetStatistics().LateBlocks);
    }

    [Fact]
    public void A_writer_waits_while_it_is_far_enough_ahead()
    {
        using var fixture = new EngineFixture();
        using var stream = fixture.Engine.OpenStream("eager", Ahead);
        var writing = Task.Run(() => stream.Write(new float[20 * Block * 2]));
        EngineFixture.Await(() => stream.FramesWritten == 4 * Block);
        Assert.False(writing.IsCompleted);
        for (var i = 1; i <= 5; i++)
        {
            fixture.Sink.Step();
            EngineFixture.Await(() => stream.FramesWritten == (4 + i) * Block);
        }

        EngineFixture.Await(() =>
        {
            fixture.Sink.Step();
            return writing.Wait(1);
        });
    }

    [Fact]
    public void Finish_returns_when_all_has_been_taken_and_the_input_goes()
    {
        using var fixture = new EngineFixture();
        using var stream = fixture.Engine.OpenStream("short", Ahead);
        stream.Write(new float[2 * Block * 2]);
        var finishing = Task.Run(stream.Finish);
        while (!finishing.Wait(1)) fixture.Sink.Step();
        EngineFixture.Await(() =>
        {
            fixture.Sink.Step();
            return fixture.Engine.Inputs.Count == 0;
        });
        Assert.Equal(2 * Block, stream.FramesWritten);
    }

    [Fact]
    public void An_input_whose_source_ends_goes_by_itself()
    {
        using var fixture = new EngineFixture();
        var input = (RingInput)fixture.Engine.Play(AudioAddress.Parse("tone:440?seconds=0.1"));
        EngineFixture.Await(() => input.Statistics.Pending == 4800 / Block); // all of it, so that nothing can be late
        EngineFixture.Await(() =>
        {
            fixture.Sink.Step();
            return fixture.Engine.Inputs.Count == 0;
        });
        Assert.Equal(0, fixture.Engine.GetStatistics().LateBlocks);
    }

    [Fact]
    public void The_mix_continues_while_the_device_is_away_and_the_device_is_taken_back()
    {
        using var fixture = new EngineFixture();
        var input = (RingInput)fixture.Engine.Play(AudioAddress.Parse("tone:440"));
        fixture.Sink.Step(10);
        fixture.Sink.Vanish(forGood: true);
        EngineFixture.Await(() => fixture.Engine.State == EngineState.Recovering);
        var before = input.Statistics.Read;
        EngineFixture.Await(() => input.Statistics.Read > before + 20);
        fixture.Sink.Return();
        EngineFixture.Await(() => fixture.Engine.State == EngineState.Flowing);
        fixture.Sink.Step(10);
        var report = fixture.Engine.GetStatistics();
        Assert.Equal(1, report.Losses);
        Assert.Equal(2, fixture.Sink.Opened);
        Assert.Contains("gone away", report.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mix_continues_by_the_clock_while_the_device_takes_nothing()
    {
        using var fixture = new EngineFixture();
        var input = (RingInput)fixture.Engine.Play(AudioAddress.Parse("tone:440"));
        fixture.Sink.Step(10);
        Assert.Equal(0, fixture.Engine.GetStatistics().Causes.Unheard);
        fixture.Sink.Hang();
        EngineFixture.Await(() => fixture.Engine.State == EngineState.Stalled);
        var before = input.Statistics.Read;
        EngineFixture.Await(() => input.Statistics.Read > before + 20);
        fixture.Sink.GoOn();
        fixture.Sink.Step(10);
        EngineFixture.Await(() => fixture.Engine.State == EngineState.Flowing);
        var report = fixture.Engine.GetStatistics();
        Assert.Equal(0, report.Losses);
        Assert.InRange(report.Causes.Unheard, 20, long.MaxValue);
        Assert.Equal(1, fixture.Sink.Opened);
    }

    [Fact]
    public void The_mix_continues_by_the_clock_while_a_sink_hangs_in_opening()
    {
        using var fixture = new EngineFixture();
        var input = (RingInput)fixture.Engine.Play(AudioAddress.Parse("tone:440"));
        fixture.Sink.Step(10);
        fixture.Sink.OpenGate.Reset();
        fixture.Sink.Vanish(forGood: false);
        EngineFixture.Await(() => fixture.Engine.State == EngineState.Recovering);
        var before = input.Statistics.Read;
        EngineFixture.Await(() => input.Statistics.Read > before + 100);
        Assert.Equal(EngineState.Recovering, fixture.Engine.State);
        fixture.Sink.OpenGate.Set();
        EngineFixture.Await(() => fixture.Engine.State == EngineState.Flowing);
        fixture.Sink.Step(10);
        Assert.Equal(2, fixture.Sink.Opened);
    }

    [Fact]
    public void An_engine_whose_sink_hangs_in_opening_answers_and_takes_inputs()
    {
        var sink = new StepSink();
        sink.OpenGate.Reset();
        using var engine = new AudioEngine(EngineOptions.Default with { BlockFrames = Block }, sink.System);
        var starting = Task.Run(engine.Start);
        EngineFixture.Await(() => engine.State == EngineState.Starting);
        Assert.Equal(0, engine.GetStatistics().Blocks);
        engine.Play(AudioAddress.Parse("tone:440"));
        Assert.Single(engine.Inputs);
        Assert.False(starting.IsCompleted);
        sink.OpenGate.Set();
        Assert.True(starting.Wait(TimeSpan.FromSeconds(30)));
        sink.Step(10);
        Assert.Equal(EngineState.Flowing, engine.State);
        sink.LetGo();
    }

    [Fact]
    public void A_live_stream_is_followed_over_a_restart_and_its_delay_is_reported()
    {
        using var stream = AudioStream.Open("tone:440?level=-20", new StreamOptions { RealTimePriority = false });
        using var engine = new AudioEngine(EngineOptions.Default with { To = AudioAddress.Parse("null:") });
        engine.Start();
        var input = engine.AddLive(stream);
        for (var run = 1; run <= 2; run++)
        {
            stream.Start();
            EngineFixture.Await(() => input.Live.Statistics is { State: LiveState.Flowing } s && s.Runs == run);
            Assert.InRange(input.Live.Statistics.Delay.TotalMilliseconds, 10, 600);
            stream.Stop();
            EngineFixture.Await(() => input.Live.Statistics.State == LiveState.Ended);
        }

        Assert.Equal(EngineInputKind.Live, input.GetStatistics().Kind);
        Assert.Contains(input, engine.Inputs);
    }

    [Fact]
    public void What_is_late_is_counted_by_who_was_late()
    {
        using var fixture = new EngineFixture();
        using var stream = fixture.Engine.OpenStream("application", Ahead);
        stream.Write(new float[2 * Block * 2]);
        EngineFixture.Await(() => fixture.Engine.Find(stream.Input).GetStatistics().Written > 0);
        fixture.Sink.Step(20);
        var causes = fixture.Engine.GetStatistics().Causes;
        Assert.InRange(causes.Applications, 1, 20);
        Assert.Equal((0L, 0L), (causes.Sources, causes.Unheard));
        fixture.Sink.Underruns = 3;
        fixture.Sink.Step(2);
        causes = fixture.Engine.GetStatistics().Causes;
        Assert.Equal(3, causes.Device + causes.Mix);
        Assert.Equal(3, fixture.Engine.GetStatistics().Underruns);
    }

    [Fact]
    public void A_sink_that_cannot_be_opened_is_reported_at_the_start()
    {
        var sink = new StepSink();
        sink.Refuse();
        using var engine = new AudioEngine(system: sink.System);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(engine.Start).Code);
        Assert.Equal(EngineState.Stopped, engine.State);
    }

    [Fact]
    public void What_cannot_be_played_is_refused_and_disturbs_nothing()
    {
        using var fixture = new EngineFixture();
        using var playing = fixture.Engine.OpenStream("playing", Ahead);
        var engine = fixture.Engine;
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => engine.Play(AudioAddress.Parse("tone:99999"))).Code);
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => engine.Play(AudioAddress.Parse("device:"))).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => engine.OpenStream("far", TimeSpan.FromHours(1))).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() =>
            engine.Find(playing.Input).Track.Settings = new TrackSettings { GainDb = double.NaN }).Code);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => engine.Find(77)).Code);
        engine.Close(77);
        Assert.Single(engine.Inputs);
    }

    [Fact]
    public void Mixing_and_asking_for_reports_allocate_nothing()
    {
        using var fixture = new EngineFixture();
        fixture.Engine.Play(AudioAddress.Parse("tone:440"));
        using var stream = fixture.Engine.OpenStream("stream", Ahead);
        fixture.Sink.Step(20);
        Assert.Equal(0, LeastAllocated.Bytes(() => _ = fixture.Engine.GetStatistics(), calls: 1000));
        Mix();
        var before = fixture.Engine.GetStatistics().MixAllocatedBytes;
        Mix();
        Assert.Equal(before, fixture.Engine.GetStatistics().MixAllocatedBytes);
        Assert.InRange(fixture.Engine.Find(stream.Input).GetStatistics().Dropouts, 1, 600);

        void Mix()
        {
            for (var i = 0; i < 1000; i++)
            {
                // Late, in time and late again.
                if (i % 10 == 0) stream.Write(new float[2 * Block * 2]);
                fixture.Sink.Step();
            }
        }
    }
}
