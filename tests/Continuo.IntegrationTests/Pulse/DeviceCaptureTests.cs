using Continuo.Clocks;
using Continuo.Devices.Pulse;
using Continuo.IntegrationTests.Audio;
using Continuo.IntegrationTests.Servers;
using Continuo.Rings;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Pulse;

/// <summary>Devices that sleep, and formats that nobody asked for.</summary>
public abstract class DeviceCaptureTests(AudioServerFixture server) : IDisposable
{
    private string? _module;

    /// <summary>After each test.</summary>
    public void Dispose()
    {
        server.EndPlayers();
        server.Control("set-default-sink", AudioServerFixture.Sink);
        if (_module is not null) server.Control("unload-module", _module);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(44_100, 1)]
    [InlineData(96_000, 4)]
    public void Without_a_wish_devices_applications_and_the_system_are_captured_as_their_sink_has_them(int rate, int channels)
    {
        _module = server.Control("load-module", "module-null-sink", "sink_name=own", $"rate={rate}", $"channels={channels}").Trim();
        server.Control("set-default-sink", "own");
        var player = server.PlayTo("own", new Tone(440, 300));
        server.AwaitStreams(player.Id);
        // PulseAudio may let an idle sink run at the player's rate.
        using var control = AudioServer.Connect(server.Address);
        var own = control.ListDevices().Single(d => d.Id == "own").Format!.Value;
        Assert.Equal(channels, own.Channels);

        foreach (var address in new[] { "device:own.monitor", $"app:{player.Id}", "system:" })
        {
            using var stream = AudioStream.Open(address, null, server.Audio);
            using var reader = stream.OpenReader();
            stream.Start();
            Assert.Equal((own.SampleRate, own.Channels), (stream.Format.SampleRate, stream.Format.Channels));
            Assert.Equal(ReadStatus.Chunk, reader.Read(out var chunk, TimeSpan.FromSeconds(30)));
            Assert.InRange(chunk.Frames, 1, own.SampleRate / 100);
        }

        using var asked = AudioStream.Open("device:own.monitor", new StreamOptions { SampleRate = 32_000, Channels = 2 }, server.Audio);
        Assert.Equal((32_000, 2), (asked.Format.SampleRate, asked.Format.Channels));
    }

    [Theory]
    [RealTimeTest("the length of the recording is compared with the wall clock")]
    [InlineData(true)]
    [InlineData(false)]
    public void The_time_in_which_a_sink_sleeps_is_counted_once(bool plays)
    {
        if (plays) server.AwaitStreams(server.Play(new Tone(440, 300)).Id);
        using var stream = AudioStream.Open("device:virt.monitor", null, server.Audio);
        using var reader = stream.OpenReader();
        stream.Start();
        Capture.Read(reader, TimeSpan.FromSeconds(1));
        var before = Capture.Read(reader, TimeSpan.FromSeconds(1));
        var begin = before.TimeOf(before.Frames);
        server.Control("suspend-sink", AudioServerFixture.Sink, "1");
        Thread.Sleep(2000);
        server.Control("suspend-sink", AudioServerFixture.Sink, "0");
        var after = Capture.Read(reader, TimeSpan.FromSeconds(6));

        var elapsed = after.Format.ToFrames(after.TimeOf(after.Frames) - begin);
        TestContext.Current.SendDiagnosticMessage(
            $"{server.GetType().Name}, {(plays ? "playing" : "idle")}: {after.Frames} frames in {elapsed} of capture time, "
            + $"filled {after.FilledChunks} chunks, gaps {string.Join(", ", after.Gaps.Select(g => g.Frames))}");
        Assert.InRange(after.Frames - elapsed, -2400, 2400);
        Assert.InRange(after.Format.ToFrames(SystemClock.Instance.Now - begin) - after.Frames, -2400, 24_000);
        Assert.True(after.Gaps.Sum(g => g.Frames) + (after.FilledChunks * 480) < 48_000 * 3, "the sleep is counted twice");
    }

    [Fact]
    [RealTimeTest("the length of the recording is compared with the wall clock")]
    public void A_sink_that_plays_nothing_is_silence_from_the_beginning()
    {
        var begin = SystemClock.Instance.Now;
        var capture = Capture.Of("device:virt.monitor", server.Audio, TimeSpan.FromSeconds(3));
        var late = capture.Format.ToFrames(SystemClock.Instance.Now - begin) - capture.Frames;

        Assert.Empty(capture.Gaps);
        Assert.Equal(0, capture.TimesNotRising);
        Assert.InRange(late, 0, 48_000);
    }
}
