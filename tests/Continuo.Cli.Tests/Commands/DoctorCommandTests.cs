using System.Text.Json;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_doctor_looks_at_everything_and_finds_the_core_usable()
    {
        var report = CliProcess.Run(_folder.Path, "doctor", "--json").MustSucceed().Json;
        var checks = report.GetProperty("checks")
            .EnumerateArray()
            .ToDictionary(c => c.GetProperty("name").GetString()!, c => c.GetProperty("state").GetString());

        Assert.True(report.GetProperty("usable").GetBoolean());
        foreach (var name in new[]
        {
            ".NET", "system", "processor", "clock", "real-time scheduling", "locked memory", "ring", "waking a reader", "libpulse",
            "libasound", "libsndfile", "libsoxr", "libopus", "libspeexdsp", "backend pulse", "backend alsa", "audio server",
        })
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

    [Fact]
    public void A_server_makes_the_same_checks()
    {
        var environment = new Dictionary<string, string?>
        {
            ["PULSE_SERVER"] = $"unix:{_folder.File("no-such-socket")}",
            ["CONTINUO__LISTEN"] = "127.0.0.1:0",
        };
        using var server = CliProcess.StartWithEnvironment(_folder.Path, environment, "serve");
        server.WaitUntil(() => server.Error.Contains("serving on ", StringComparison.Ordinal));
        var address = server.Error.Split("serving on ")[1].Split('\n')[0].Trim();

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var findings = JsonDocument.Parse(
            client.GetStringAsync(new Uri($"{address}api/doctor"), TestContext.Current.CancellationToken)
                .GetAwaiter().GetResult()).RootElement;
        var checks = CliProcess.RunWithEnvironment(_folder.Path, environment, "doctor", "--json").MustSucceed().Json.GetProperty("checks");

        Assert.Equal(
            [.. checks.EnumerateArray()
                .Select(c => (c.GetProperty("name").GetString(), c.GetProperty("state").GetString()?.ToLowerInvariant())),
                ("recordings", "ok")],
            findings.EnumerateArray().Select(f => (f.GetProperty("title").GetString(), f.GetProperty("state").GetString())));
    }

    [Fact]
    public void What_is_measured_is_stored_and_used_for_playing()
    {
        var environment = new Dictionary<string, string?> { ["XDG_STATE_HOME"] = _folder.File("state") };
        var before = CliProcess.RunWithEnvironment(_folder.Path, environment, "play", "tone:440?seconds=0.1", "--to", "null:", "--json")
            .MustSucceed()
            .Json.GetProperty("writeAhead");
        Assert.False(before.GetProperty("measured").GetBoolean());
        Assert.Contains("doctor --measure", before.GetProperty("sentence").GetString(), StringComparison.Ordinal);

        var report = CliProcess.RunWithEnvironment(_folder.Path, environment, "doctor", "--measure", "--duration", "300ms", "--json")
            .MustSucceed()
            .Json.GetProperty("wakeUps");
        var machine = report.GetProperty("machine");
        var wakes = machine.GetProperty("wakes").GetInt64();
        Assert.InRange(wakes, 1, 300);
        Assert.Equal(wakes, report.GetProperty("histogram").EnumerateArray().Sum(b => b.GetProperty("wakes").GetInt64()));
        Assert.InRange(machine.GetProperty("p999Ms").GetDouble(), 0, machine.GetProperty("maxMs").GetDouble());
        Assert.True(report.GetProperty("smallestSafeMs").GetDouble() >= 1.25 * machine.GetProperty("maxMs").GetDouble());
        Assert.True(File.Exists(Path.Combine(_folder.File("state"), "continuo", "machine.json")));

        var after = CliProcess.RunWithEnvironment(_folder.Path, environment, "play", "tone:440?seconds=0.1", "--to", "null:", "--json")
            .MustSucceed()
            .Json.GetProperty("writeAhead");
        Assert.True(after.GetProperty("measured").GetBoolean());
        Assert.True(after.GetProperty("aheadMs").GetDouble() >= report.GetProperty("presets").GetProperty("balanced").GetDouble());
        var text = CliProcess.RunWithEnvironment(_folder.Path, environment, "doctor").MustSucceed().Output;
        Assert.Contains("measured 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_measurement_that_is_damaged_is_reported_and_not_used()
    {
        var environment = new Dictionary<string, string?> { ["XDG_STATE_HOME"] = _folder.Path };
        Directory.CreateDirectory(_folder.File("continuo"));
        File.WriteAllText(Path.Combine(_folder.Path, "continuo", "machine.json"), "{");
        Assert.Contains("machine.json is not usable",
            CliProcess.RunWithEnvironment(_folder.Path, environment, "doctor").MustSucceed().Output, StringComparison.Ordinal);
        Assert.Equal(2, CliProcess.Run(_folder.Path, "doctor", "--measure", "--duration", "1ms").ExitCode);
    }

    public void Dispose() => _folder.Dispose();
}
