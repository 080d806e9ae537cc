using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Devices.Backends;
using Continuo.Devices.Pulse;
using Continuo.IntegrationTests.Audio;
using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Pulse;

/// <summary>What plays, which devices there are, volume and mute, on a real server.</summary>
public abstract class AudioServerTests(AudioServerFixture server) : IDisposable
{
    /// <summary>After each test.</summary>
    public void Dispose()
    {
        server.EndPlayers();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Applications_are_listed_with_all_their_sessions()
    {
        var player = server.Play(new Tone(440, 300), new Tone(550, 300), new Tone(660, 300), new Tone(770, 300), new Tone(880, 300));
        server.AwaitStreams(player.Id, 5);
        using var control = AudioServer.Connect(server.Address);

        var application = Assert.Single(control.ListApplications(), a => a.ProcessId == player.Id);

        Assert.Equal(5, application.Sessions.Count);
        Assert.All(application.Sessions, s => Assert.Equal(AudioServerFixture.Sink, s.Device));
        Assert.Contains(application.Sessions, s => s.Name == "550 Hz");
        var best = Enumerable.Range(0, 20).Min(_ => Milliseconds(() => control.ListApplications()));
        var volume = Enumerable.Range(0, 20).Min(i => Milliseconds(() => control.SetVolume(Name(player), 0.5 + (i / 100.0))));
        TestContext.Current.SendDiagnosticMessage(
            $"{control.Name}: five sessions listed in {best:0.00} ms, volume set in {volume:0.00} ms");
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void Volume_and_mute_are_set_and_heard()
    {
        var player = server.Play(new Tone(440, 300));
        server.AwaitStreams(player.Id);
        using var control = AudioServer.Connect(server.Address);

        Assert.Equal(1, control.SetVolume(Name(player), 0.5));
        Assert.Equal(0.5, Session(control, player.Id).Volume!.Value, 3);
        // The scale is cubic: half way is an eighth of the amplitude.
        var quieter = Capture.Of("device:virt.monitor", server.Audio, TimeSpan.FromSeconds(1.5)).Channel(0, 48_000);
        Assert.Equal(-10.5 - 18.1, Tones.LevelDb(quieter, 440, 48_000), 0.3);

        Assert.Equal(1, control.SetMuted(Name(player), true));
        Assert.True(Session(control, player.Id).IsMuted);
        control.SetMuted(Name(player), false);
        control.SetVolume(Name(player), 1);
        Assert.False(Session(control, player.Id).IsMuted);
    }

    [Fact]
    public void Devices_are_listed_with_their_formats_and_the_default()
    {
        using var control = AudioServer.Connect(server.Address);

        var output = Assert.Single(control.ListDevices(), d => d.Id == AudioServerFixture.Sink);
        var monitor = Assert.Single(control.ListDevices(), d => d.Id == "virt.monitor");

        Assert.Equal((AudioDeviceKind.Output, true, new AudioFormat(48_000, 2)), (output.Kind, output.IsDefault, output.Format!.Value));
        Assert.Equal(AudioDeviceKind.Monitor, monitor.Kind);
        Assert.Equal("device:virt.monitor", monitor.Address);
    }

    [Fact]
    public async Task A_device_that_is_plugged_in_and_out_is_reported()
    {
        using var control = AudioServer.Connect(server.Address);
        using var watcher = control.Watch();
        var added = new TaskCompletionSource<long>();
        var removed = new TaskCompletionSource<long>();
        watcher.DeviceAdded += (_, e) =>
        {
            if (e.Device is { Id: "plugged", Kind: AudioDeviceKind.Output }) added.TrySetResult(Stopwatch.GetTimestamp());
        };
        watcher.DeviceRemoved += (_, e) =>
        {
            if (e.Device is { Id: "plugged", Kind: AudioDeviceKind.Output }) removed.TrySetResult(Stopwatch.GetTimestamp());
        };
        await watcher.Ready;

        var begin = Stopwatch.GetTimestamp();
        var module = server.Control("load-module", "module-null-sink", "sink_name=plugged").Trim();
        var appeared = await added.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var middle = Stopwatch.GetTimestamp();
        server.Control("unload-module", module);
        var vanished = await removed.Task.WaitAsync(TimeSpan.FromSeconds(60));

        TestContext.Current.SendDiagnosticMessage(
            $"{control.Name}: plugged in seen after {Stopwatch.GetElapsedTime(begin, appeared).TotalMilliseconds:0} ms, "
            + $"out after {Stopwatch.GetElapsedTime(middle, vanished).TotalMilliseconds:0} ms, pactl included");
    }

    [Fact]
    public async Task An_application_is_waited_for()
    {
        using var control = AudioServer.Connect(server.Address);
        Assert.Equal(AudioErrorCode.TimedOut,
            Assert.Throws<AudioException>(() => control.WaitForApplication("nobody", TimeSpan.FromMilliseconds(50))).Code);
        var waiting = Task.Run(() => control.WaitForApplication("Continuo test player", TimeSpan.FromSeconds(60)));
        var player = server.Play(new Tone(440, 300));
        Assert.Equal(player.Id, (await waiting).ProcessId);
    }

    [Fact]
    public void What_cannot_be_done_is_reported()
    {
        using var control = AudioServer.Connect(server.Address);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => control.SetVolume("nobody", 1)).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => control.SetVolume("nobody", 2)).Code);
        var failure = Assert.Throws<AudioException>(() => AudioServer.Connect("unix:/no/such/socket"));
        Assert.Equal(AudioErrorCode.ServerUnavailable, failure.Code);
        Assert.Contains("unix:/no/such/socket", failure.Message, StringComparison.Ordinal);
        Assert.Matches("PulseAudio|PipeWire", control.Name);
    }

    [Fact]
    [RealTimeTest("the device runs dry if the writing thread is held up for longer than its buffer")]
    public void What_is_played_to_a_device_is_heard_there()
    {
        PlayAndListen();
        Assert.Equal(AudioErrorCode.NotFound,
            Assert.Throws<AudioException>(() =>
                server.Audio.CreateSink(AudioAddress.Parse("device:nowhere"), new Sinks.SinkRequest(null, Clocks.SystemClock.Instance))
                    .Open(AudioFormat.Default)).Code);
    }

    private void PlayAndListen()
    {
        using var listener = new SourceReader("device:virt.monitor", server.Audio);
        using var sink = server.Audio.CreateSink(
            AudioAddress.Parse("device:virt?latency=500"),
            new Sinks.SinkRequest(null, Clocks.SystemClock.Instance));
        sink.Open(AudioFormat.Default);
        var playing = Task.Run(() =>
        {
            var block = new float[960];
            for (var chunk = 0; chunk < 300; chunk++)
            {
                for (var i = 0; i < 480; i++)
                {
                    block[2 * i] = block[(2 * i) + 1] = 0.3f * MathF.Sin(MathF.Tau * 440 * ((chunk * 480) + i) / 48_000);
                }

                sink.Write(block);
            }

            sink.Finish();
        });
        listener.ReadFrames(48_000);
        while (!playing.IsCompleted) listener.ReadFrames(4800);
        playing.GetAwaiter().GetResult();
        var left = listener.Samples.Where((_, i) => i % 2 == 0).ToArray();
        var (start, end) = Tones.Extent(left, 440, 48_000);

        Assert.True(end - start >= 140_000, $"only {end - start} frames were heard");
        Assert.Equal(-10.5, Tones.LevelDb(left.AsSpan(start + 4800, 96_000), 440, 48_000), 0.2);
        Assert.Equal(144_000, sink.FramesWritten);
    }

    private static string Name(Process player) => player.Id.ToString(CultureInfo.InvariantCulture);

    private static AudioSession Session(AudioServer control, int processId) =>
        control.ListApplications().Single(a => a.ProcessId == processId).Sessions[0];

    private static double Milliseconds(Action action)
    {
        var begin = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }
}
