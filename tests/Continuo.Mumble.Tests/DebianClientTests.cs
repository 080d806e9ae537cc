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
        var before = gateway.Statistics;
        Assert.Equal(1, before.Puppets);
        Until.True(() => gateway.Statistics.Packets - before.Packets >= 100, "packets");
        var after = gateway.Statistics;
        Assert.InRange(after.ForwardedPackets - before.ForwardedPackets, (after.Packets - before.Packets) * 95 / 100, long.MaxValue);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task Two_of_Mumbles_own_clients_talk_at_once_and_each_is_a_voice_of_its_own()
    {
        using var host = new RoomHost();
        var room = host.Open("studio");
        using var gateway = await MumbleGateway.OpenAsync(room, As("Studio"), new MumbleGatewayOptions { UsesPuppets = true });
        using var anna = new DebianClient(_server.Port, "anna");
        using var ben = new DebianClient(_server.Port, "ben");
        anna.Say(440, 0.25);
        ben.Say(700, 0.25);
        anna.Listen();
        ben.Listen();

        // Both at once, in the room and as streams of their own, each under the right name.
        var (all, changed) = (new RoomEar(), new RoomEar());
        room.AddListener(new ListenerOptions { MemberId = "all" }, all);
        all.HearsAtLeast(440, 0.05);
        all.HearsAtLeast(700, 0.05);
        Assert.Equal(["anna", "ben"], room.Speakers.Select(s => s.Name).Order());
        using (Ear toAnna = new(As("listener"), "anna"), toBen = new(As("listener"), "ben"))
        {
            toAnna.HearsAtLeast(440, 0.05);
            toBen.HearsAtLeast(700, 0.05);
            toAnna.DoesNotHear(700);
            toBen.DoesNotHear(440);
        }

        // One at half the volume, the other muted, for one listener alone. The level of what the client sends settles slowly: both are
        // compared at once.
        var (annaId, benId) = (IdOf(room, "anna"), IdOf(room, "ben"));
        room.AddListener(new ListenerOptions { MemberId = "changed", Volumes = [new(annaId, 0.5), new(benId, IsMuted: true)] }, changed);
        changed.DoesNotHear(700);
        Until.True(() => changed.Amplitude(440) / all.Amplitude(440) is > 0.45 and < 0.55, "half the volume");
        all.HearsAtLeast(700, 0.05);

        // Two speakers of the room are Mumble users that both clients hear, also at once.
        using RoomTalker first = new(1300, 0.2), second = new(1700, 0.2);
        room.AddSpeaker(new SpeakerOptions { MemberId = "b1", Name = "Berta" }, first.Input);
        room.AddSpeaker(new SpeakerOptions { MemberId = "c2", Name = "Carl" }, second.Input);
        foreach (var client in (DebianClient[])[anna, ben])
        {
            client.Heard.HearsAtLeast(1300, 0.1);
            client.Heard.HearsAtLeast(1700, 0.1);
        }

        anna.Heard.DoesNotHear(440);
        anna.Heard.HearsAtLeast(700, 0.05);
        ben.Heard.HearsAtLeast(440, 0.05);
        Assert.Equal(["Berta", "Carl", "Studio", "anna", "ben"], gateway.Client.Users.Select(u => u.Name).Order(StringComparer.Ordinal));
        Assert.Equal(2, gateway.Statistics.Puppets);
    }

    private static string IdOf(Room room, string name) => room.Speakers.Single(s => s.Name == name).MemberId;

    private MumbleOptions As(string name) =>
        new() { Host = "127.0.0.1", Port = _server.Port, Name = name, Identity = name, StateDirectory = _state.Path };
}
