using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

/// <summary>Applications, devices and volume on a real PulseAudio.</summary>
public sealed class AudioServerCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PulseServer _server = new();

    [Fact]
    public void Devices_are_listed_with_address_kind_and_format()
    {
        var report = _server.Run(_folder.Path, "devices", "--json").MustSucceed().Json;
        var devices = report.GetProperty("devices").EnumerateArray().ToDictionary(d => d.GetProperty("address").GetString()!);

        Assert.StartsWith("PulseAudio", report.GetProperty("server").GetString(), StringComparison.Ordinal);
        Assert.Equal(("Output", 48_000, 2),
            (devices["device:virt"].GetProperty("kind").GetString(), devices["device:virt"].GetProperty("sampleRate").GetInt32(),
                devices["device:virt"].GetProperty("channels").GetInt32()));
        Assert.Equal("Monitor", devices["device:virt.monitor"].GetProperty("kind").GetString());
        Assert.StartsWith("ADDRESS ", _server.Run(_folder.Path, "devices").MustSucceed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_application_is_listed_turned_down_muted_and_recorded()
    {
        Assert.StartsWith("No application is playing audio on ",
            _server.Run(_folder.Path, "apps").MustSucceed().Output, StringComparison.Ordinal);
        var address = _server.Play(440);
        var application = Assert.Single(
            _server.Run(_folder.Path, "apps", "--json").MustSucceed().Json.GetProperty("applications").EnumerateArray());
        Assert.Equal(address, application.GetProperty("address").GetString());

        Assert.Contains(": 50%", _server.Run(_folder.Path, "volume", address, "50%").MustSucceed().Output, StringComparison.Ordinal);
        Assert.Contains(": 50%, muted",
            _server.Run(_folder.Path, "volume", address, "mute").MustSucceed().Output, StringComparison.Ordinal);
        Assert.EndsWith(": 50%\n", _server.Run(_folder.Path, "volume", address, "unmute").MustSucceed().Output, StringComparison.Ordinal);
        Assert.EndsWith(": 79%\n",
            _server.Run(_folder.Path, "volume", "--", address, "-6dB").MustSucceed().Output, StringComparison.Ordinal);

        var report = _server.Run(_folder.Path, "record", address, "take.wav", "--duration", "1s", "--json").MustSucceed().Json;
        Assert.Equal((48_000, 0, 0),
            (report.GetProperty("frames").GetInt64(), report.GetProperty("droppedChunks").GetInt64(),
                report.GetProperty("gapFrames").GetInt64()));
    }

    [Fact]
    public void What_the_server_does_not_have_is_no_such_source()
    {
        foreach (var line in new[]
        {
            "record app:no-such-program x.wav", "record app:no-such-program x.wav --wait 300ms", "record device:nowhere x.wav",
            "monitor app:no-such-program", "volume app:no-such-program", "volume app:no-such-program 50%",
        })
        {
            _server.Run(_folder.Path, line.Split(' ')).MustFailWith(3);
        }

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void A_wait_for_an_application_ends_with_a_request_to_terminate_and_leaves_nothing()
    {
        using var waiting = CliProcess.StartWithEnvironment(_folder.Path, _server.Environment,
            "record", "--wait", "app:no-such-program", "x.wav");
        waiting.WaitUntil(() => _server.Clients.Length > 0);
        waiting.SendTerminate();

        Assert.Contains("interrupted", waiting.WaitForEnd().MustFailWith(1), StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Theory]
    [InlineData("loud")]
    [InlineData("200%")]
    [InlineData("NaN")]
    public void A_volume_that_is_none_is_wrong_usage(string level) => _server.Run(_folder.Path, "volume", "app:any", level).MustFailWith(2);

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }
}
