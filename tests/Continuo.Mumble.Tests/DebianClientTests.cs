using Continuo.Mumble.Gateway;
using Continuo.Mumble.Tests.Gateway;
using Continuo.Mumble.Tests.Servers;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;

namespace Continuo.Mumble.Tests;

/// <summary>With Mumble's own client.</summary>
public sealed class DebianClientTests : IDisposable
{
    private const string Reason = "voice through Mumble's own client, server and audio server, in real time";

    private readonly TemporaryDirectory _state = new();
    private readonly RealServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _state.Dispose();
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task Mumbles_own_client_and_a_room_hear_each_other_by_name()
    {
        using var host = new RoomHost();
        var room = host.Open("studio");
        using var gateway = await MumbleGateway.OpenAsync(room, As("Studio"), new MumbleGatewayOptions { UsesPuppets = true });
        using var debian = new DebianClient(_server.Port, "debian");
        Until.True(() => gateway.Client.Users.Any(u => u.Name == "debian"), "Mumble's own client");
        debian.Say(440, 0.25);
        debian.Listen();

        // Its automatic gain settles at half the level of such a steady tone.
        var ear = new RoomEar();
        room.AddListener(new ListenerOptions { MemberId = "me" }, ear);
        ear.HearsAtLeast(440, 0.05);
        Assert.Equal("debian", Assert.Single(room.Speakers).Name);
        using (var alone = new Ear(As("listener"), "debian")) alone.HearsAtLeast(440, 0.05);

        using var talker = new RoomTalker(1300, 0.2);
        room.AddSpeaker(new SpeakerOptions { MemberId = "b1", Name = "Berta" }, talker.Input);
        debian.Heard.HearsAtLeast(1300, 0.1);
        debian.Heard.DoesNotHear(440);
        Assert.Equal(1, gateway.Statistics.Puppets);
    }

    private MumbleOptions As(string name) =>
        new() { Host = "127.0.0.1", Port = _server.Port, Name = name, Identity = name, StateDirectory = _state.Path };
}
