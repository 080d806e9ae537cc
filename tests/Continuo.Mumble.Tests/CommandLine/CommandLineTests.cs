using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Continuo.Mumble.Client;
using Continuo.Mumble.Protocol;
using Continuo.Mumble.Tests.Servers;

namespace Continuo.Mumble.Tests.CommandLine;

/// <summary>The built program.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Reason = "voice through servers, in real time";

    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    [RealTimeTest(Reason)]
    public void Bridge_connects_two_servers_with_everyones_name_on_both()
    {
        using var old = new RealServer();
        using var newer = new FakeServer(new MumbleVersion(1, 5, 0));
        using var program = Start("bridge", $"mumble://127.0.0.1:{old.Port}?name=To_new", $"mumble://127.0.0.1:{newer.Port}?name=To_old",
            "--puppets", "--json");
        using var anna = new Talker(As(old.Port, "anna"), 500, 0.2);
        using var ben = new Talker(As(newer.Port, "ben"), 900, 0.1);
        using var onOld = new MumbleClient(As(old.Port, "watcher"));
        using var onNew = new MumbleClient(As(newer.Port, "watcher"));
        Task.WaitAll([onOld.ConnectAsync(), onNew.ConnectAsync()], TimeSpan.FromSeconds(20));
        Until.True(() => onOld.Users.Any(u => u.Name == "ben") && onNew.Users.Any(u => u.Name == "anna"), "names on both servers");
        using var toBen = new Ear(As(old.Port, "listener"), "ben");
        using var toAnna = new Ear(As(newer.Port, "listener"), "anna");
        toBen.Hears(900, 0.1);
        toAnna.Hears(500, 0.2);
        toBen.DoesNotHear(500);
        Interrupt(program);

        var report = JsonDocument.Parse(program.StandardOutput.ReadToEnd()).RootElement;
        program.WaitForExit();
        Assert.Equal((0, 2), (program.ExitCode, report.GetProperty("channels").GetArrayLength()));
        foreach (var channel in report.GetProperty("channels").EnumerateArray())
        {
            Assert.Equal((1, 1), (channel.GetProperty("speakers").GetInt32(), channel.GetProperty("puppets").GetInt32()));
            Assert.True(channel.GetProperty("packets").GetInt64() > 20);
        }
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void Record_and_stream_take_addresses_of_Mumble()
    {
        using var server = new RealServer();
        using var talking = Start("stream", "tone:600", "--to", $"mumble://127.0.0.1:{server.Port}?name=radio");
        using (var ear = new Ear(As(server.Port, "listener"))) ear.HearsAtLeast(600, 0.05);
        using var recording = Start(
            "record", $"mumble://127.0.0.1:{server.Port}?user=radio&name=tape", _state["take.wav"], "--duration", "1s", "--json");
        var report = JsonDocument.Parse(recording.StandardOutput.ReadToEnd()).RootElement;
        recording.WaitForExit();
        Assert.Equal(48_000, report.GetProperty("frames").GetInt64());
        Interrupt(talking);
        talking.WaitForExit();
        Assert.Equal((0, 0), (recording.ExitCode, talking.ExitCode));
    }

    private static void Interrupt(Process program)
    {
        using var kill = Process.Start("kill", ["-INT", program.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private Process Start(params string[] arguments)
    {
        var command = ContinuoProgram.Command;
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["XDG_STATE_HOME"] = _state.Path;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private MumbleOptions As(int port, string name) =>
        new() { Host = "127.0.0.1", Port = port, Name = name, Identity = name, StateDirectory = _state["tests"] };
}
