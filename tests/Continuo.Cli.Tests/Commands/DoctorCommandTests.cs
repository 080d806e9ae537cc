using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_doctor_looks_at_everything_and_finds_the_core_usable()
    {
        var report = CliProcess.Run(_folder.Path, "doctor", "--json").MustSucceed().Json;
        var checks = report.GetProperty("checks").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c.GetProperty("state").GetString());

        Assert.True(report.GetProperty("usable").GetBoolean());
        foreach (var name in new[] { ".NET", "system", "processor", "clock", "real-time scheduling", "locked memory", "ring", "waking a reader", "libpulse", "libsndfile", "libsoxr", "libopus", "audio server" })
        {
            Assert.Contains(name, checks.Keys);
        }

        Assert.Equal("Ok", checks["ring"]);
        Assert.Equal("Ok", checks["waking a reader"]);
    }

    [Fact]
    public void Without_an_audio_server_the_doctor_says_so_and_is_content()
    {
        var environment = new Dictionary<string, string?> { ["PULSE_SERVER"] = $"unix:{_folder.File("no-such-socket")}" };
        var report = CliProcess.RunWithEnvironment(_folder.Path, environment, "doctor", "--json").MustSucceed().Json;
        var server = report.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "audio server");

        Assert.Equal("Warning", server.GetProperty("state").GetString());
        Assert.NotEmpty(server.GetProperty("remedy").GetString()!);
    }

    public void Dispose() => _folder.Dispose();
}
