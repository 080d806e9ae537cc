using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.IntegrationTests.Audio;
using Continuo.IntegrationTests.Servers;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Pulse;

/// <summary>One application among others, on a real server.</summary>
public abstract class ApplicationCaptureTests(AudioServerFixture server) : IDisposable
{
    /// <summary>How many frames of an application's sound may be missing at its start, and how far a length may be off.</summary>
    protected virtual int Tolerance => 960;

    /// <summary>After each test.</summary>
    public void Dispose()
    {
        server.EndPlayers();
        GC.SuppressFinalize(this);
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void One_of_two_players_is_captured_and_the_other_is_90_dB_below()
    {
        var low = server.Play(new Tone(440, 300));
        var high = server.Play(new Tone(1000, 300));
        server.AwaitStreams(low.Id);
        server.AwaitStreams(high.Id);

        // A player that runs dry breaks its own tone.
        var capture = Capture.Of(App(low), server.Audio, TimeSpan.FromSeconds(5));

        var (wanted, other) = Levels(capture, 440, 1000);
        Assert.InRange(wanted, -11, -10);
        Assert.True(wanted - other >= 90, $"440 Hz {wanted:0.0} dB, 1000 Hz {other:0.0} dB");
        Assert.InRange(capture.Frames, 240_000 - 480, 240_000 + 480);
        Assert.Empty(capture.Gaps);
        Assert.Equal(0, capture.TimesNotRising);
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void All_but_one_application_is_captured_without_it()
    {
        var low = server.Play(new Tone(440, 300));
        var high = server.Play(new Tone(1000, 300));
        server.AwaitStreams(low.Id);
        server.AwaitStreams(high.Id);

        var capture = Capture.Of(
            string.Create(CultureInfo.InvariantCulture, $"system:?exclude={low.Id}"), server.Audio, TimeSpan.FromSeconds(3));

        var (unwanted, wanted) = Levels(capture, 440, 1000);
        Assert.InRange(wanted, -11, -10);
        Assert.True(wanted - unwanted >= 90, $"1000 Hz {wanted:0.0} dB, 440 Hz {unwanted:0.0} dB");
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void The_whole_system_is_captured_with_all_that_plays()
    {
        var low = server.Play(new Tone(440, 300));
        var high = server.Play(new Tone(1000, 300));
        server.AwaitStreams(low.Id);
        server.AwaitStreams(high.Id);

        var (first, second) = Levels(Capture.Of("system:", server.Audio, TimeSpan.FromSeconds(2)), 440, 1000);

        Assert.InRange(first, -11, -10);
        Assert.InRange(second, -11, -10);
    }

    [Fact]
    [RealTimeTest("a graph that is held up drops periods of the streams that overhear it, and a player that runs dry breaks its own tone")]
    public void Three_streams_of_one_application_are_each_in_their_place()
    {
        // The sink already works for somebody else, so that what it plays can be compared from the first frame.
        var other = server.Play(new Tone(5000, 120, 0, 0.2));
        server.AwaitStreams(other.Id);
        Tone[] tones = [new(440, 4.0, 1.0, 0.2, 1750), new(1000, 1.5, 2.0, 0.2, 3250), new(2500, 3.0, 3.5, 0.2, 4000)];
        var (truth, own) = RecordSinkAndApplication(tones);
        Assert.All(tones, t => Assert.True(IsWhole(truth, t), $"inconclusive: the server did not play {t.Hertz} Hz whole"));
        // Both recordings hold the same frames of the sink: where the first tone ends in both ties them together.
        var tie = Tones.Extent(own, tones[0].Hertz, 48_000).End - Tones.Extent(truth, tones[0].Hertz, 48_000).End;
        var (cut, shift) = (0.0, 0.0);
        foreach (var tone in tones)
        {
            var (begins, _) = Place(truth, own, tone.Prelude, tie);
            var (turns, ends) = Place(truth, own, tone.Hertz, tie);
            TestContext.Current.SendDiagnosticMessage(
                $"{server.GetType().Name}: {tone.Hertz} Hz begins {begins:0.0}, turns {turns:0.0} and ends {ends:0.0} ms from its place");
            cut = Math.Max(cut, Math.Abs(begins));
            shift = Math.Max(shift, Math.Max(Math.Abs(turns), Math.Abs(ends)));
        }

        // One chunk, and the half millisecond to which an extent is known. PipeWire's session manager links what records a stream after
        // what plays it, so that the first periods of its graph (256 frames, 5.3 ms) are not to be had: two to five on a quiet machine,
        // nine on a busy one.
        var most = server is PipeWireServerFixture ? 100 : 10.5;
        Assert.True(shift <= 10.5 && cut <= most, $"what sounds is {shift:0.0} ms from its place, beginnings {cut:0.0} ms");
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void What_a_child_plays_belongs_to_its_parent()
    {
        var parent = server.Run("bash", ["-c", $"{AudioServerFixture.PlayerCommand(new Tone(440, 300))} & wait"]);
        server.AwaitStreams(parent.Id);

        var heard = Capture.Of(App(parent), server.Audio, TimeSpan.FromSeconds(1.5));
        Assert.InRange(Tones.LevelDb(heard.Channel(0, 24_000), 440, 48_000), -11, -10);
    }

    [Fact]
    public void An_application_that_plays_nothing_is_idle_and_never_the_whole_system()
    {
        var other = server.Play(new Tone(1000, 300));
        var quiet = server.Run("sleep", ["600"]);
        server.AwaitStreams(other.Id);

        using var reader = new SourceReader(App(quiet), server.Audio);
        for (var i = 0; i < 5; i++) Assert.Equal(SourceStatus.Idle, reader.Read().Status);

        Assert.Empty(reader.Samples);
    }

    [Fact]
    [RealTimeTest("the length of the recording is compared with the wall clock")]
    public void A_recording_lasts_as_long_as_it_took_although_the_application_plays_only_a_part()
    {
        server.EndPlayers();
        var player = server.Play(new Tone(440, 2, 1));
        using var stream = AudioStream.Open(App(player), null, server.Audio);
        using var reader = stream.OpenReader();
        var begin = SystemClock.Instance.Now;
        stream.Start();
        var capture = Capture.Read(reader, TimeSpan.FromSeconds(6));
        var end = SystemClock.Instance.Now;
        stream.Stop();
        var lag = capture.Format.ToFrames(end - capture.TimeOf(capture.Frames));
        var duration = capture.Frames + lag - capture.Format.ToFrames(end - begin);

        var (from, to) = Tones.Extent(capture.Channel(), 440, 48_000);
        TestContext.Current.SendDiagnosticMessage(
            $"{server.GetType().Name}: tone {from}…{to}, {duration} frames off wall time, filled {capture.FilledChunks}");
        Assert.InRange(duration, -4800, Tolerance); // shorter by what the start took: up to 0.1 s on a busy machine
        Assert.InRange(to - from, 96_000 - Tolerance, 96_000 + 960);
        Assert.True(capture.FilledChunks > 100, $"{capture.FilledChunks} chunks filled");
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void A_process_that_is_stopped_for_700_ms_loses_nothing()
    {
        server.EndPlayers();
        var player = server.Play(new Tone(440, 300), new Tone(1000, 300));
        server.AwaitStreams(player.Id, 2);
        using var reader = new SourceReader(App(player), server.Audio);
        reader.ReadFrames(48_000);
        for (var i = 0; i < 3; i++)
        {
            Thread.Sleep(700); // what a long collection does to the capture thread
            reader.ReadFrames(48_000);
        }

        Assert.Equal(0, reader.GapFrames);
        var left = new float[96_000];
        for (var i = 0; i < left.Length; i++) left[i] = reader.Samples[2 * (i + 48_000)];
        var noise = Tones.ResidualDb(left, [440, 1000], 48_000);
        TestContext.Current.SendDiagnosticMessage(
            $"{server.GetType().Name}: residual {noise:0.0} dB, times {Wobble(reader):0.00} ms off a line");
        Assert.True(noise < -80, $"the tones are broken: residual {noise:0.0} dB");
        // A clock that takes our stop for time would be 700 ms off; what the server itself may stall is far less.
        Assert.True(Wobble(reader) < 350, $"capture times wobble by {Wobble(reader):0.0} ms");
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var player = server.Play(new Tone(440, 300), new Tone(1000, 300));
        server.AwaitStreams(player.Id, 2);
        foreach (var address in new[] { App(player), "device:virt.monitor" })
        {
            using var reader = new SourceReader(address, server.Audio, chunkFrames: 128);
            var block = new float[960];
            for (var i = 0; i < 300; i++) reader.Source.Read(block, TimeSpan.FromMilliseconds(100));
            var frames = 0L;
            Assert.Equal(
                0,
                LeastAllocated.Bytes(() => frames += reader.Source.Read(block, TimeSpan.FromMilliseconds(100)).Frames, calls: 1000));
            Assert.True(frames > 25_000, $"{frames} frames");
        }
    }

    [Fact]
    public async Task An_application_that_starts_later_is_waited_for()
    {
        var name = Path.Combine(server.Scratch, "latecomer");
        File.Copy("/bin/sleep", name, overwrite: true);
        var opening = Task.Run(() =>
        {
            using var reader = new SourceReader("app:latecomer", server.Audio, wait: TimeSpan.FromSeconds(60));
            return reader.Read().Status;
        });
        var failure = Assert.Throws<AudioException>(() => new SourceReader("app:latecomer", server.Audio));
        Assert.Equal(AudioErrorCode.NotFound, failure.Code);
        var late = server.Run(name, ["600"]);
        Assert.Equal(SourceStatus.Idle, await opening);
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public async Task The_beginning_of_a_sound_of_a_waited_for_player_is_captured()
    {
        // A player that lets the server hold two seconds; nothing else keeps the sink from rendering ahead.
        var opening = Task.Run(() =>
            AudioStream.Open("app:late-player",
                new StreamOptions { WaitForAppearance = TimeSpan.FromSeconds(60), SampleRate = 48_000, Channels = 2 }, server.Audio));
        await Task.Delay(1500);
        var sound = Path.Combine(server.Scratch, "sound.raw");
        var samples = new float[3 * 96_000];
        for (var i = 0; i < samples.Length; i++) samples[i] = 0.3f * MathF.Sin(MathF.Tau * 440 * (i / 2) / 48_000);
        File.WriteAllBytes(sound, System.Runtime.InteropServices.MemoryMarshal.AsBytes(samples.AsSpan()));
        server.Run("pacat",
            ["--playback", "--client-name=late-player", $"--device={AudioServerFixture.Sink}", "--format=float32le", "--rate=48000",
                "--channels=2", "--raw", sound]);
        using var stream = await opening;
        using var reader = stream.OpenReader();
        stream.Start();
        var (start, end) = Tones.Extent(Capture.Read(reader, TimeSpan.FromSeconds(5)).Channel(), 440, 48_000);

        TestContext.Current.SendDiagnosticMessage($"{server.GetType().Name}: {(end - start) / 48_000.0:0.000} s of 3 s");
        Assert.True(end - start >= 2.9 * 48_000, $"{(end - start) / 48_000.0:0.00} s of 3 s");
    }

    [Fact]
    public async Task A_stream_may_end_with_its_application()
    {
        var player = server.Play(new Tone(440, 1.5));
        server.AwaitStreams(player.Id);
        using var stream = AudioStream.Open(App(player), new StreamOptions { EndWithApplication = true }, server.Audio);
        stream.Start();
        await stream.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        // Its stream goes a moment before it does.
        await player.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Equal(StreamHealth.Stopped, stream.Health);
    }

    [Fact]
    public async Task Waiting_for_an_application_ends_when_interrupted()
    {
        using var source = server.Audio.CreateSource(AudioAddress.Parse("app:never-there"),
            new SourceRequest(null, null, 480, TimeSpan.FromMinutes(10), SystemClock.Instance));
        var opening = Task.Run(source.Open);
        // Interruptions that come before Open begins are forgotten, so it is asked for until it is heard.
        while (!opening.IsCompleted)
        {
            source.Interrupt();
            await Task.WhenAny(opening, Task.Delay(50));
        }

        await Assert.ThrowsAsync<OperationCanceledException>(() => opening);
    }

    [Fact]
    public void Unknown_names_are_refused_with_what_there_is()
    {
        var application = Assert.Throws<AudioException>(() => new SourceReader("app:no-such-application", server.Audio));
        Assert.Equal(AudioErrorCode.NotFound, application.Code);
        var device = Assert.Throws<AudioException>(() => new SourceReader("device:no-such-device", server.Audio));
        Assert.Equal(AudioErrorCode.NotFound, device.Code);
        Assert.Contains("device:virt.monitor", device.Message, StringComparison.Ordinal);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => new SourceReader("app:", server.Audio)).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new SourceReader("device:virt.monitor?loop", server.Audio)).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new SourceReader("system:all", server.Audio)).Code);
    }

    private (float[] Sink, float[] Application) RecordSinkAndApplication(Tone[] tones)
    {
        using var sink = AudioStream.Open("device:virt.monitor", null, server.Audio);
        using var sinkReader = sink.OpenReader();
        sink.Start();
        // A sink that nobody listened to may have rendered seconds ahead.
        Assert.Equal(ReadStatus.Chunk, sinkReader.Read(out _, TimeSpan.FromSeconds(60)));
        var player = server.Play(tones);
        using var application = AudioStream.Open(App(player), null, server.Audio);
        using var applicationReader = application.OpenReader();
        application.Start();
        return (
            Capture.Read(sinkReader, TimeSpan.FromSeconds(9)).Channel(),
            Capture.Read(applicationReader, TimeSpan.FromSeconds(9)).Channel());
    }

    // How far a tone's beginning and end lie from their places, in milliseconds.
    private static (double Start, double End) Place(float[] truth, float[] own, double hertz, int tie)
    {
        var expected = Tones.Extent(truth, hertz, 48_000);
        var found = Tones.Extent(own, hertz, 48_000);
        return ((found.Start - expected.Start - tie) / 48.0, (found.End - expected.End - tie) / 48.0);
    }

    // The blocks in which an extent is looked for reach 6 ms beyond a tone on either side.
    private static bool IsWhole(float[] samples, Tone tone) =>
        IsLong(Tones.Extent(samples, tone.Hertz, 48_000), tone.Seconds) && IsLong(Tones.Extent(samples, tone.Prelude, 48_000), 0.1);

    private static bool IsLong((int Start, int End) extent, double seconds) =>
        Math.Abs(extent.End - extent.Start - (seconds * 48_000) - 600) <= 720;

    private static string App(Process process) => string.Create(CultureInfo.InvariantCulture, $"app:{process.Id}");

    private (double First, double Second) Levels(Capture capture, double first, double second)
    {
        var left = capture.Channel(0, 4800);
        var levels = (Tones.LevelDb(left, first, 48_000), Tones.LevelDb(left, second, 48_000));
        TestContext.Current.SendDiagnosticMessage(
            $"{server.GetType().Name}: {first} Hz {levels.Item1:0.0} dB, {second} Hz {levels.Item2:0.0} dB");
        return levels;
    }

    // How far capture times stray from what the frame count says.
    private static double Wobble(SourceReader reader)
    {
        var offsets = reader.Portions.Skip(10).Select(p => p.Captured - (p.Position * 1_000_000_000.0 / 48_000)).ToArray();
        return (offsets.Max() - offsets.Min()) / 1e6;
    }
}
