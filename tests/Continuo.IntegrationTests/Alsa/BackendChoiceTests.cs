using System.Diagnostics;
using System.Text.Json;
using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Alsa;

/// <summary>Which backend the command line chooses, and what it says: without any service, with ALSA alone, with a server.</summary>
public abstract class BackendChoiceTests(AudioServerFixture server, string name)
{
    private const string WithDefault = "</usr/share/alsa/alsa.conf>\npcm.!default { type null hint { description \"Everything\" } }\n";

    [Theory]
    [InlineData(false, false, "pulse", false)]
    [InlineData(false, true, "alsa", true)]
    [InlineData(true, false, "pulse", true)]
    [InlineData(true, true, "pulse", true)]
    public void The_first_service_that_runs_is_chosen_and_the_doctor_says_why(bool hasServer, bool hasAlsa, string chosen, bool isFound)
    {
        var (code, output, _) = Run(hasServer, hasAlsa, "doctor", "--json");
        Assert.Equal(0, code);
        var checks = JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray()
            .ToDictionary(
                c => c.GetProperty("name").GetString()!,
                c => (c.GetProperty("state").GetString(), c.GetProperty("detail").GetString()!));

        Assert.Equal(isFound ? "Ok" : "Warning", checks["audio server"].Item1);
        if (isFound) Assert.Contains($"--backend {chosen}, because ", checks["audio server"].Item2, StringComparison.Ordinal);
        Assert.StartsWith(hasServer ? name : "not available: no audio server", checks["backend pulse"].Item2, StringComparison.Ordinal);
        Assert.StartsWith(hasAlsa ? "ALSA 1." : "not available: ALSA has neither", checks["backend alsa"].Item2, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fall_back_is_said_and_an_override_is_obeyed()
    {
        var (code, output, errors) = Run(hasServer: false, hasAlsa: true, "devices", "--json");
        Assert.Equal((0, "alsa"), (code, JsonDocument.Parse(output).RootElement.GetProperty("backend").GetString()));
        Assert.Contains("audio through alsa: ALSA 1.", errors, StringComparison.Ordinal);
        Assert.Contains("pulse: no audio server", errors, StringComparison.Ordinal);

        (code, output, errors) = Run(hasServer: true, hasAlsa: true, "devices", "--json");
        Assert.Equal((0, "pulse", ""), (code, JsonDocument.Parse(output).RootElement.GetProperty("backend").GetString(), errors));

        (code, output, _) = Run(hasServer: true, hasAlsa: true, "devices", "--json", "--backend", "alsa");
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(
            (0, "alsa", "it was requested"),
            (code, report.GetProperty("backend").GetString(), report.GetProperty("reason").GetString()));
        Assert.Contains(report.GetProperty("devices").EnumerateArray(), d => d.GetProperty("address").GetString() == "device:default");
    }

    [Theory]
    [InlineData("devices --backend jack", "audio backend 'jack': there is no such backend. Available: pulse (")]
    [InlineData("record device: x.wav -d 1s --backend pulse", "no audio server")]
    [InlineData("record device:nothing x.wav -d 1s --backend alsa", "ALSA has no input 'nothing'")]
    [InlineData("record app:firefox x.wav -d 1s --backend alsa", "ALSA cannot capture a single application")]
    [InlineData("volume device: 50% --backend alsa", "the device has no volume of its own")]
    public void What_is_wrong_is_said_in_one_line(string arguments, string says)
    {
        var (code, output, errors) = Run(hasServer: false, hasAlsa: true, arguments.Split(' '));
        Assert.NotEqual(0, code);
        Assert.Equal("", output);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private (int Code, string Output, string Errors) Run(bool hasServer, bool hasAlsa, params string[] arguments)
    {
        var start = new ProcessStartInfo(TestPrograms.Continuo[0], [.. TestPrograms.Continuo[1..], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = server.Scratch,
        };
        var configuration = Path.Combine(server.Scratch, $"asound-{hasAlsa}");
        File.WriteAllText(configuration, hasAlsa ? WithDefault : "");
        foreach (var (variable, value) in server.Environment) start.Environment[variable] = value;
        start.Environment["ALSA_CONFIG_PATH"] = configuration;
        start.Environment["PULSE_SERVER"] = hasServer ? server.Address : "unix:/no/such/socket";
        start.Environment["COLUMNS"] = "1000";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
