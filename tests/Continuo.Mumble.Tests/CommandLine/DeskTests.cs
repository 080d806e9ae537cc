using System.Collections.Concurrent;
using System.Text;
using Continuo.Cli.Desk;
using Continuo.Cli.Options;
using Continuo.Cli.Reports.Desk;
using Continuo.Mumble.Protocol;
using Continuo.Mumble.Tests.Servers;

namespace Continuo.Mumble.Tests.CommandLine;

/// <summary>The desk between channels of Debian's mumble-server.</summary>
public sealed class DeskTests : IDisposable
{
    private const string Reason = "voice through a server, in real time";

    private readonly TemporaryDirectory _state = new();
    private readonly ConcurrentQueue<string> _told = new();

    // The desk's certificates and volumes are kept below it. Other tests of this program name their directory.
    public DeskTests() => Environment.SetEnvironmentVariable("XDG_STATE_HOME", _state.Path);

    public void Dispose() => _state.Dispose();

    [Fact]
    [RealTimeTest(Reason)]
    public async Task Everyone_of_two_channels_is_mixed_at_a_volume_that_is_there_again_after_a_restart()
    {
        using var server = new RealServer();
        using (var admin = new RawClient(server.Port, "SuperUser", RealServer.SuperPassword))
        {
            foreach (var channel in new[] { "One", "Two", "Out" }) admin.Channel(channel);
        }

        using var anna = new Talker(As(server.Port, "anna", "One"), 500, 0.2);
        using var ben = new Talker(As(server.Port, "ben", "Two"), 900, 0.1);
        using var carl = new Talker(As(server.Port, "carl", "Two"), 1300, 0.15);
        using var silent = new Ear(As(server.Port, "dora", "One"));
        using var ear = new Ear(As(server.Port, "listener", "Out"));
        await using (var desk = Open(server))
        {
            ear.Hears(500, 0.2);
            ear.Hears(900, 0.1);
            ear.Hears(1300, 0.15);
            var report = desk.Report();
            Assert.Equal(["anna", "dora", "ben", "carl"], report.Persons.Select(p => p.Name));
            Assert.Equal(["Track 1", "Track 1", "Track 2", "Track 2"], report.Persons.Select(p => p.Group));
            Assert.Equal(-17, report.Persons[0].LevelDb!.Value, 1.0);
            Assert.Equal([true, false, true, true], report.Persons.Select(p => p.IsSpeaking));

            // Who cannot be reached holds up no one.
            Assert.Equal(["Open", "Open", "Connecting"], report.Channels.Select(c => c.State));
            Assert.NotNull(report.Channels[2].Problem);
            Assert.Contains(
                _told, t => t.StartsWith("three: ", StringComparison.Ordinal) && t.EndsWith("trying again", StringComparison.Ordinal));

            desk.Set(report.Persons[0].Id, v => v with { Volume = 0.5 });
            desk.Set(report.Persons[2].Id, v => v with { IsMuted = true });
            ear.Hears(500, 0.1);
            ear.DoesNotHear(900);
            ear.Hears(1300, 0.15);
            desk.Toggle("Track 2");
            ear.DoesNotHear(1300);
            desk.Toggle("Track 2");
            ear.Hears(1300, 0.15);
            desk.Set(report.Persons[0].Id, v => v with { IsSolo = true });
            ear.DoesNotHear(1300);
            desk.Set(report.Persons[0].Id, v => v with { IsSolo = false });
            ear.Hears(1300, 0.15);
            desk.Toggle("Track 1");
            ear.DoesNotHear(500);
        }

        Until.True(() => silent.Source.Client!.Users.All(u => !u.Name.StartsWith("Desk", StringComparison.Ordinal)), "the desk has left");
        await using (var desk = Open(server))
        {
            ear.Hears(1300, 0.15);
            var report = desk.Report();
            Assert.Equal([new DeskGroup("Track 1", false), new DeskGroup("Track 2", true), new DeskGroup("three", true)], report.Groups);
            desk.Toggle("Track 1");
            ear.Hears(500, 0.1);
            ear.DoesNotHear(900);
            Assert.Equal([50, 100, 100, 100], desk.Report().Persons.Select(p => p.Volume));
        }
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task A_desk_that_a_server_removes_does_not_come_back_by_itself()
    {
        using var server = new RealServer();
        using var admin = new RawClient(server.Port, "SuperUser", RealServer.SuperPassword);
        foreach (var channel in new[] { "One", "Two", "Out" }) admin.Channel(channel);
        using var anna = new Talker(As(server.Port, "anna", "One"), 500, 0.2);
        using var ear = new Ear(As(server.Port, "listener", "Out"));
        await using var desk = Open(server);
        ear.Hears(500, 0.2);

        foreach (var user in new[] { "Desk_one", "Desk_air" })
        {
            admin.Send(ControlMessageType.UserRemove, new UserRemoveMessage { Session = admin.User(user), Reason = "enough" });
        }

        Until.True(
            () => desk.Report() is { Channels: [{ State: "Failed" }, { State: "Open" }, _], Outputs: [{ State: "Failed" }] }, "both end");
        Assert.All(
            [desk.Report().Channels[0].Problem, desk.Report().Outputs[0].Problem],
            p => Assert.Contains("enough", p, StringComparison.Ordinal));
    }

    private static string Address(int port, string channel) => $"mumble://127.0.0.1:{port}/{channel}?insecure";

    private MumbleOptions As(int port, string name, string channel) =>
        new() { Host = "127.0.0.1", Port = port, Name = name, Identity = name, StateDirectory = _state["tests"], Channel = [channel] };

    private DeskRun Open(RealServer server)
    {
        var system = Composition.CreateAudioSystem();
        var json = $$"""
            {
              "channels": {
                "one": { "address": "{{Address(server.Port, "One")}}", "group": "Track 1" },
                "two": { "address": "{{Address(server.Port, "Two")}}", "group": "Track 2" },
                "three": "{{Address(RealServer.FreePort(), "Three")}}"
              },
              "outputs": { "air": "{{Address(server.Port, "Out")}}" }
            }
            """;
        return new DeskRun(DeskConfig.Parse(Encoding.UTF8.GetBytes(json), "desk.json", system), system, _told.Enqueue);
    }
}
