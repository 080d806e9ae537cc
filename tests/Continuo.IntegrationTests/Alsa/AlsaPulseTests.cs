using Continuo.Audio;
using Continuo.Clocks;
using Continuo.IntegrationTests.Audio;
using Continuo.IntegrationTests.Servers;
using Continuo.Playing;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Alsa;

/// <summary>ALSA's plug-in <c>pulse</c> in front of a real PulseAudio: a device with a clock of its own that can be taken away.</summary>
public sealed class AlsaPulseTests : IClassFixture<PulseServerFixture>, IDisposable
{
    private readonly PulseServerFixture _server;
    private readonly AlsaConfiguration _alsa;

    /// <summary>Points the configuration to the server.</summary>
    public AlsaPulseTests(PulseServerFixture server)
    {
        _server = server;
        _alsa = new AlsaConfiguration($$"""
            pcm.out { type pulse server "{{server.Address}}" device "virt" hint { description "The server" } }
            pcm.in { type pulse server "{{server.Address}}" device "virt.monitor" }
            ctl.out { type pulse server "{{server.Address}}" sink "virt" }
            """);
    }

    /// <summary>After each test.</summary>
    public void Dispose()
    {
        _server.EndPlayers();
        _alsa.Dispose();
    }

    [Fact]
    [RealTimeTest("a real server is listened to in real time")]
    public void A_tone_is_captured_through_the_plug_in()
    {
        var player = _server.Play(new Tone(1000, 300));
        _server.AwaitStreams(player.Id);
        var capture = Capture.Of("device:in", _alsa.Audio, TimeSpan.FromSeconds(3));
        Assert.Equal(AudioFormat.Default, capture.Format);
        Assert.Empty(capture.Gaps);
        Assert.Equal(0, capture.TimesNotRising);
        var tone = capture.Channel(0, from: 48_000);
        Assert.InRange(Tones.LevelDb(tone, 1000, 48_000), -10.5, -10.4); // amplitude 0.3
        Assert.True(
            Tones.ResidualDb(tone, [1000], 48_000) < -90,
            $"{Tones.ResidualDb(tone, [1000], 48_000):0.0} dB remain beside the tone");
    }

    [Fact]
    [RealTimeTest("a real server is listened to in real time")]
    public void A_tone_that_is_played_through_the_plug_in_is_heard_on_the_server()
    {
        using var listener = new SourceReader("device:virt.monitor", _server.Audio);
        using var player = new Player(AudioFormat.Default, PlaybackOptions.Balanced);
        player.Add(_alsa.Audio.CreateSource(AudioAddress.Parse("tone:1000?seconds=8"), new SourceRequest()), "tone");
        using var sink = _alsa.Audio.CreateSink(AudioAddress.Parse("device:out?latency=100"), new SinkRequest(null, SystemClock.Instance));
        using var playback = new Playback(player, sink);
        playback.Start();
        player.Play();
        listener.ReadFrames(48_000 * 5); // an idle null sink has rendered up to two seconds ahead
        TestContext.Current.SendDiagnosticMessage(
            $"{sink.Description}: latency {sink.Output!.LatencyFrames / 48.0:0.0} ms, {sink.Output.Underruns} underruns");
        Assert.InRange(sink.Output.LatencyFrames, 1, 48_000);

        var heard = Enumerable.Range(0, listener.Samples.Count / 2).Select(i => listener.Samples[2 * i]).ToArray();
        var (start, end) = Tones.Extent(heard, 1000, 48_000);
        Assert.True(end - start > 48_000, "the tone was not heard for a second");
        var middle = heard.AsSpan(start + 12_000, end - start - 24_000);
        Assert.True(
            Tones.ResidualDb(middle, [1000], 48_000) < -80,
            $"{Tones.ResidualDb(middle, [1000], 48_000):0.0} dB remain beside the tone");
    }

    [Fact]
    [RealTimeTest("the length of an outage is compared with the wall clock")]
    public void A_stream_continues_when_the_server_below_is_killed_and_back()
    {
        var player = _server.Play(new Tone(440, 300));
        _server.AwaitStreams(player.Id);
        using var stream = AudioStream.Open("device:in", null, _alsa.Audio);
        using var reader = stream.OpenReader();
        stream.Start();
        var before = Capture.Read(reader, TimeSpan.FromSeconds(2));
        var last = before.TimeOf(before.Frames);
        _server.EndPlayers();
        _server.Kill();
        _server.Start();
        var again = _server.Play(new Tone(440, 300));
        _server.AwaitStreams(again.Id);

        var gap = Gap.None;
        var deadline = SystemClock.Instance.Now + 60_000_000_000;
        while (gap.IsEmpty)
        {
            Assert.True(SystemClock.Instance.Now < deadline, "the stream does not go on");
            if (reader.Read(out var chunk, TimeSpan.FromSeconds(1)) != ReadStatus.Chunk) continue;
            if (chunk.Gap.IsEmpty)
            {
                last = chunk.CaptureTime + chunk.Format.ToNanoseconds(chunk.Frames);
                continue;
            }

            gap = chunk.Gap;
            var outage = (chunk.CaptureTime - last) / 1e6;
            TestContext.Current.SendDiagnosticMessage($"outage {outage:0.0} ms, gap {gap.Frames / 48.0:0.0} ms");
            Assert.InRange((gap.Frames / 48.0) - outage, -10, 10);
        }

        Assert.Equal(GapReason.Outage, gap.Reason);
        Assert.Equal(StreamHealth.Flowing, stream.Health);
    }

    [Fact]
    public void Playback_continues_when_the_server_below_is_killed_and_back()
    {
        using var player = new Player(AudioFormat.Default, PlaybackOptions.Balanced);
        player.Add(_alsa.Audio.CreateSource(AudioAddress.Parse("tone:1000"), new SourceRequest()), "tone");
        var sink = _alsa.Audio.CreateSink(AudioAddress.Parse("device:out?latency=100"), new SinkRequest(null, SystemClock.Instance));
        using var playback = new Playback(player, sink);
        playback.Start();
        player.Play();
        Await(() => player.PositionFrames > 24_000);
        _server.Kill();
        Await(() => playback.Outages > 0);
        var at = player.PositionFrames;
        _server.Start();
        Await(() => player.PositionFrames > at + 24_000);
        Assert.Equal(1, playback.Outages);
    }

    [Fact]
    public void The_mixer_of_the_configuration_sets_the_volume()
    {
        using var server = _alsa.Backend.Connect();
        server.SetDeviceVolume("out", 0.5);
        Assert.Equal(0.5, server.GetDeviceVolume("out").Volume, 0.01);
        Assert.Contains("50%", _server.Control("get-sink-volume", "virt"), StringComparison.Ordinal);
        server.SetDeviceMuted("out", true);
        Assert.True(server.GetDeviceVolume("out").IsMuted);
        Assert.Contains("yes", _server.Control("get-sink-mute", "virt"), StringComparison.Ordinal);
        server.SetDeviceMuted("out", false);
        server.SetDeviceVolume("out", 1);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => server.SetDeviceVolume("out", 1.5)).Code);
    }

    private static void Await(Func<bool> condition)
    {
        var deadline = SystemClock.Instance.Now + 60_000_000_000;
        while (!condition())
        {
            Assert.True(SystemClock.Instance.Now < deadline, "it does not happen");
            Thread.Sleep(10);
        }
    }
}
