using System.Diagnostics;
using System.Globalization;
using Continuo.Clocks;
using Continuo.IntegrationTests.Audio;
using Continuo.IntegrationTests.Servers;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Pulse;

/// <summary>All that a machine plays, each application once, whatever sinks and filters are between.</summary>
public abstract class SystemCaptureTests(AudioServerFixture server) : IDisposable
{
    private const double Level = -10.5;
    private readonly List<string> _modules = [];

    /// <summary>After each test.</summary>
    public void Dispose()
    {
        server.EndPlayers();
        for (var i = _modules.Count - 1; i >= 0; i--) server.Control("unload-module", _modules[i]);
        GC.SuppressFinalize(this);
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void Every_sink_is_heard_not_the_default_alone()
    {
        Load("module-null-sink", "sink_name=left");
        Load("module-null-sink", "sink_name=right");
        Play("left", 440);
        Play("right", 1000);

        AssertLevels("system:", (440, Level), (1000, Level));
    }

    [Theory]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    [InlineData("module-remap-sink", "sink_name=filter", "master=virt")]
    [InlineData("module-combine-sink", "sink_name=filter", "slaves=virt,left")]
    public void What_plays_through_a_filter_is_heard_once_and_what_is_excluded_not_at_all(string module, params string[] arguments)
    {
        Load("module-null-sink", "sink_name=left");
        Load(module, arguments);
        Play("filter", 440);
        var unwanted = Play("filter", 1000);

        AssertLevels("system:", (440, Level), (1000, Level));
        AssertLevels(string.Create(CultureInfo.InvariantCulture, $"system:?exclude={unwanted.Id}"), (440, Level), (1000, -90));
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void What_a_loopback_carries_from_one_sink_to_another_is_heard_once()
    {
        Load("module-null-sink", "sink_name=left");
        Load("module-loopback", "source=left.monitor", $"sink={AudioServerFixture.Sink}");
        var player = Play("left", 440);

        AssertLevels("system:", (440, Level));
        AssertLevels(string.Create(CultureInfo.InvariantCulture, $"system:?exclude={player.Id}"), (440, -90));
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void Filters_sinks_and_applications_may_come_while_it_is_captured()
    {
        using var stream = AudioStream.Open("system:", new StreamOptions { Channels = 2, SampleRate = 48_000 }, server.Audio);
        using var reader = stream.OpenReader();
        stream.Start();
        Load("module-null-sink", "sink_name=left");
        Load("module-remap-sink", "sink_name=filter", "master=left");
        server.Control("set-default-sink", "left");
        Play("filter", 440);
        Play(AudioServerFixture.Sink, 1000);
        Capture.Read(reader, TimeSpan.FromSeconds(3));
        var left = Capture.Read(reader, TimeSpan.FromSeconds(2)).Channel();
        server.Control("set-default-sink", AudioServerFixture.Sink);

        Assert.Equal(Level, Tones.LevelDb(left, 440, 48_000), 0.6);
        Assert.Equal(Level, Tones.LevelDb(left, 1000, 48_000), 0.6);
    }

    [Fact]
    [RealTimeTest("the length of the recording is compared with the wall clock")]
    public void A_machine_that_plays_nothing_gives_silence_in_time()
    {
        using var stream = AudioStream.Open("system:", null, server.Audio);
        using var reader = stream.OpenReader();
        var begin = SystemClock.Instance.Now;
        stream.Start();
        var capture = Capture.Read(reader, TimeSpan.FromSeconds(3));
        var lag = SystemClock.Instance.Now - capture.TimeOf(capture.Frames);

        Assert.All(capture.Channel(), s => Assert.Equal(0, s));
        Assert.Empty(capture.Gaps);
        // Nothing is known of the first tenth of a second.
        Assert.InRange(capture.Frames + capture.Format.ToFrames(lag) - capture.Format.ToFrames(SystemClock.Instance.Now - begin), -9600,
            960);
    }

    [Fact]
    [RealTimeTest("a player that runs dry breaks its own tone")]
    public void Volume_and_mute_of_an_application_are_heard_and_the_sinks_are_not()
    {
        var player = Play(AudioServerFixture.Sink, 440);
        using var control = Devices.Pulse.AudioServer.Connect(server.Address);
        control.SetVolume(player.Id.ToString(CultureInfo.InvariantCulture), 0.5);
        server.Control("set-sink-volume", AudioServerFixture.Sink, "50%");
        try
        {
            AssertLevels("system:", (440, Level - 18.1));
        }
        finally
        {
            // PipeWire's session manager remembers both.
            control.SetVolume(player.Id.ToString(CultureInfo.InvariantCulture), 1);
            server.Control("set-sink-volume", AudioServerFixture.Sink, "100%");
        }
    }

    private void Load(string module, params string[] arguments) =>
        _modules.Add(server.Control(["load-module", module, .. arguments]).Trim());

    private Process Play(string sink, double hertz)
    {
        var player = server.PlayTo(sink, new Tone(hertz, 300));
        server.AwaitStreams(player.Id);
        return player;
    }

    // A level of -90 dB or less: not at all.
    private void AssertLevels(string address, params (double Hertz, double Db)[] tones)
    {
        var left = Capture.Of(address, server.Audio, TimeSpan.FromSeconds(2)).Channel(0, 14_400);
        foreach (var (hertz, db) in tones)
        {
            var level = Tones.LevelDb(left, hertz, 48_000);
            if (db <= -90) Assert.True(level < Level - 80, $"{address}: {hertz} Hz is heard at {level:0.0} dB");
            else Assert.True(Math.Abs(level - db) < 0.6, $"{address}: {hertz} Hz at {level:0.0} dB instead of {db:0.0}");
        }
    }
}
