using System.Collections.Concurrent;
using Continuo.Mumble.Gateway;
using Continuo.Mumble.Protocol;
using Continuo.Mumble.Tests.Servers;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;

namespace Continuo.Mumble.Tests.Gateway;

/// <summary>A room and a channel of Debian's mumble-server, or of a server of 1.5.</summary>
public sealed class GatewayTests : IDisposable
{
    private const string Reason = "voice through a real server and a room, in real time";

    private readonly TemporaryDirectory _state = new();
    private readonly RoomHost _host = new();
    private readonly Room _room;

    public GatewayTests() => _room = _host.Open("studio");

    public void Dispose()
    {
        _host.Dispose();
        _state.Dispose();
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task Mumble_users_are_speakers_of_the_room_and_it_speaks_back_as_one_voice_without_echo()
    {
        using var server = new RealServer();
        using var gateway = await MumbleGateway.OpenAsync(_room, As(server.Port, "Studio"));
        using var anna = new Talker(As(server.Port, "anna"), 500, 0.2);
        using var ben = new Talker(As(server.Port, "ben"), 900, 0.1);
        using var browser = new RoomTalker(1300, 0.15);
        _room.AddSpeaker(new SpeakerOptions { MemberId = "b1", Name = "Berta" }, browser.Input);
        using var ear = new Ear(As(server.Port, "listener"), "Studio");
        var (all, half, own) = (new RoomEar(), new RoomEar(), new RoomEar());
        _room.AddListener(new ListenerOptions { MemberId = "all" }, all);
        all.Hears(500, 0.2);
        all.Hears(900, 0.1);
        all.Hears(1300, 0.15);

        var annaId = _room.Speakers.Single(s => s.Name == "anna").MemberId;
        var benId = _room.Speakers.Single(s => s.Name == "ben").MemberId;
        _room.AddListener(new ListenerOptions { MemberId = "half", Volumes = [new(annaId, 0.5), new(benId, IsMuted: true)] }, half);
        _room.AddListener(new ListenerOptions { MemberId = "b1" }, own);
        half.Hears(500, 0.1);
        half.DoesNotHear(900);
        own.Hears(500, 0.2);
        own.DoesNotHear(1300);

        // The channel hears the room, and not its own users again.
        ear.Hears(1300, 0.15);
        ear.DoesNotHear(500);
        ear.DoesNotHear(900);
        Assert.Equal(2, gateway.Statistics.Speakers);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task Each_speaker_of_the_room_is_a_Mumble_user_of_its_own()
    {
        using var server = new RealServer();
        using var gateway = await MumbleGateway.OpenAsync(
            _room, As(server.Port, "Studio"), new MumbleGatewayOptions { UsesPuppets = true });
        using var anna = new Talker(As(server.Port, "anna"), 500, 0.2);
        using var first = new RoomTalker(1300, 0.15);
        using var second = new RoomTalker(1700, 0.1);
        var berta = _room.AddSpeaker(new SpeakerOptions { MemberId = "b1", Name = "Berta" }, first.Input);
        _room.AddSpeaker(new SpeakerOptions { MemberId = "c2", Name = "Carl/<the> 2nd" }, second.Input);
        Until.True(() => gateway.Statistics.Puppets == 2, "puppets");

        using var toBerta = new Ear(As(server.Port, "listener"), "Berta");
        using var toCarl = new Ear(As(server.Port, "listener"), "Carl__the__2nd");
        using var toGateway = new Ear(As(server.Port, "listener"), "Studio");
        toBerta.Hears(1300, 0.15);
        toBerta.DoesNotHear(1700);
        toBerta.DoesNotHear(500);
        toCarl.Hears(1700, 0.1);
        toCarl.DoesNotHear(1300);
        toGateway.DoesNotHear(1300);
        Until.True(() => toBerta.Source.Client!.Users.Single(u => u.Name == "Berta").IsTalking, "the talk light");

        // The room hears the channel, and not its own speakers again.
        var ear = new RoomEar();
        _room.AddListener(new ListenerOptions { MemberId = "b1" }, ear);
        ear.Hears(500, 0.2);
        ear.Hears(1700, 0.1);
        ear.DoesNotHear(1300);
        Assert.Equal(3, _room.Speakers.Count);

        // What the room does to a speaker holds on Mumble, too, although packets are forwarded as they arrive.
        berta.SetBlocked(true);
        toBerta.DoesNotHear(1300);
        berta.SetBlocked(false);
        toBerta.Hears(1300, 0.15);
        berta.SetVolume(0.5);
        toBerta.Hears(1300, 0.075);
        berta.SetVolume(1);
        toBerta.Hears(1300, 0.15);

        berta.Leave();
        Until.True(() => toCarl.Source.Client!.Users.All(u => u.Name != "Berta"), "leaving");
        Assert.Equal((1, 0), (gateway.Statistics.Puppets, (int)gateway.Statistics.RefusedPuppets));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [RealTimeTest(Reason)]
    public async Task Packets_are_forwarded_undecoded(bool puppets)
    {
        using var server = new FakeServer(new MumbleVersion(1, 5, 0));
        var heard = new ConcurrentQueue<byte[]>();
        server.Heard = (name, opus) =>
        {
            if (name == (puppets ? "Berta" : "Studio")) heard.Enqueue(opus);
        };
        using var gateway = await MumbleGateway.OpenAsync(
            _room, As(server.Port, "Studio"), new MumbleGatewayOptions { UsesPuppets = puppets });
        using var talker = new RoomTalker(1300, 0.15);
        _room.AddSpeaker(new SpeakerOptions { MemberId = "b1", Name = "Berta" }, talker.Input);
        Until.True(() => gateway.Statistics.Puppets == (puppets ? 1 : 0), "the puppet");
        using var ear = new Ear(As(server.Port, "listener"), puppets ? "Berta" : "Studio");
        ear.Hears(1300, 0.15);
        Until.True(() => heard.Count > 100, "packets");

        // An encoder would not make a single one of them. A puppet's client has a jitter buffer of its own; the gateway's one voice
        // passes the room's, and while that scales time, on a busy machine, packets are encoded again.
        var all = heard.ToArray();
        Assert.InRange(all.Count(p => talker.HasSent(p)), puppets ? all.Length * 95 / 100 : 1, all.Length);
        Assert.True(gateway.Statistics.ForwardedPackets > 0);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task What_the_room_processes_is_not_forwarded_as_it_came()
    {
        using var server = new FakeServer(new MumbleVersion(1, 5, 0));
        var heard = new ConcurrentQueue<byte[]>();
        server.Heard = (name, opus) =>
        {
            if (name == "Berta") heard.Enqueue(opus);
        };
        var room = _host.Open("quiet", new RoomOptions { Processing = new SpeakerProcessing { NoiseSuppressionDb = 12 } });
        using var gateway = await MumbleGateway.OpenAsync(room, As(server.Port, "Studio"), new MumbleGatewayOptions { UsesPuppets = true });
        using var talker = new RoomTalker(1300, 0.15);
        room.AddSpeaker(new SpeakerOptions { MemberId = "b1", Name = "Berta" }, talker.Input);
        Until.True(() => gateway.Statistics.Puppets == 1, "the puppet");
        using var ear = new Ear(As(server.Port, "listener"), "Berta");

        Until.True(() => heard.Count > 150, "packets");

        Assert.DoesNotContain(heard.Skip(100), p => talker.HasSent(p));
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task A_speaker_whose_puppet_is_refused_speaks_with_the_gateways_voice()
    {
        using var server = new FakeServer(new MumbleVersion(1, 4, 0));
        using var gateway = await MumbleGateway.OpenAsync(
            _room, As(server.Port, "Studio"), new MumbleGatewayOptions { UsesPuppets = true });
        using var ear = new Ear(As(server.Port, "listener"), "Studio");
        server.Refusal = new RejectMessage { Kind = RejectMessage.Types.Kind.ServerFull };
        using var talker = new RoomTalker(1300, 0.15);
        _room.AddSpeaker(new SpeakerOptions { MemberId = "b1", Name = "Berta" }, talker.Input);
        ear.Hears(1300, 0.15);
        Until.True(() => gateway.Statistics.RefusedPuppets == 1, "the refusal");
        Assert.Equal(0, gateway.Statistics.Puppets);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task After_a_restart_of_the_server_room_and_channel_hear_each_other_again()
    {
        using var server = new RealServer();
        using var gateway = await MumbleGateway.OpenAsync(
            _room, As(server.Port, "Studio"), new MumbleGatewayOptions { UsesPuppets = true });
        using var anna = new Talker(As(server.Port, "anna"), 500, 0.2);
        using var talker = new RoomTalker(1300, 0.15);
        _room.AddSpeaker(new SpeakerOptions { MemberId = "b1", Name = "Berta" }, talker.Input);
        Until.True(() => gateway.Statistics is { Puppets: 1, Speakers: 1 }, "both");
        server.Stop();
        Until.True(() => gateway.Statistics is { Puppets: 0, Speakers: 0 }, "the loss");
        server.Start();
        Until.True(() => gateway.Statistics is { Puppets: 1, Speakers: 1 }, "both again");
        using var ear = new Ear(As(server.Port, "listener"), "Berta");
        var roomEar = new RoomEar();
        _room.AddListener(new ListenerOptions { MemberId = "me" }, roomEar);
        ear.Hears(1300, 0.15);
        roomEar.Hears(500, 0.2);
        Assert.Equal(2, _room.Speakers.Count);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public async Task Two_hundred_who_join_and_leave_room_and_channel_leave_nothing_behind()
    {
        using var server = new RealServer();
        using var gateway = await MumbleGateway.OpenAsync(_room, As(server.Port, "Studio"),
            new MumbleGatewayOptions { UsesPuppets = true, MaxPuppets = 10 });
        using var anna = new Talker(As(server.Port, "anna"), 500, 0.2);
        var ear = new RoomEar();
        _room.AddListener(new ListenerOptions { MemberId = "me" }, ear);
        ear.Hears(500, 0.2);
        using var talker = new RoomTalker(1300, 0.15);
        for (var i = 0; i < 200; i++)
        {
            var input = new Continuo.Rooms.Inputs.PacketSpeakerInput(talker.Input.Codec);
            _room.AddSpeaker(new SpeakerOptions { MemberId = $"g{i}", Name = $"Guest {i}" }, input).Leave();
        }

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => new RawClient(server.Port, $"guest{i}").Dispose());
        Until.True(() => gateway.Client.Users.Count == 2 && _room.Speakers.Count == 1, "only anna and the gateway");
        ear.Hears(500, 0.2);
        Assert.Equal((1, 0), (gateway.Statistics.Speakers, gateway.Statistics.Puppets));
    }

    private MumbleOptions As(int port, string name) =>
        new() { Host = "127.0.0.1", Port = port, Name = name, Identity = name, StateDirectory = _state.Path };
}
