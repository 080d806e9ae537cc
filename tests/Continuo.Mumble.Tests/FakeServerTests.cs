using Continuo.Audio;
using Continuo.Mumble.Client;
using Continuo.Mumble.Protocol;
using Continuo.Mumble.Tests.Servers;
using Google.Protobuf;

namespace Continuo.Mumble.Tests;

/// <summary>Servers of 1.5, and servers that misbehave.</summary>
public sealed class FakeServerTests : IDisposable
{
    private const string Reason = "voice through a server of this process, in real time";
    private static readonly MumbleVersion Newest = new(1, 5, 634);

    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData(1, 5, true)]
    [InlineData(1, 5, false)]
    [InlineData(1, 4, true)]
    [InlineData(1, 2, false)]
    [RealTimeTest(Reason)]
    public void Voice_passes_in_the_layout_of_the_servers_version(int major, int minor, bool udp)
    {
        using var server = new FakeServer(new MumbleVersion((ushort)major, (ushort)minor, 0));
        using var anna = new Talker(As(server, "anna") with { UsesUdp = udp }, 500, 0.25);
        using var ear = new Ear(As(server, "listener") with { UsesUdp = udp }, "anna");
        Until.True(() => server.Peers.Count == 2 && server.Peers.All(p => p.IsOnUdp == udp), udp ? "UDP" : "the tunnel");
        ear.Hears(500, 0.25);
        Assert.Equal(MumbleVersion.Own, server.Peers[0].Version);
        Assert.Equal((1, true), (server.Peers[0].Authentication!.ClientType, server.Peers[0].Authentication!.Opus));
        Assert.Equal(0, ear.Source.Client!.Statistics.MalformedPackets);
        Assert.Equal(udp, ear.Source.Client.IsOnUdp);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void Repeated_datagrams_are_refused_and_lost_nonces_are_found_again()
    {
        using var server = new FakeServer(Newest);
        using var anna = new Talker(As(server, "anna"), 500, 0.25);
        using var ear = new Ear(As(server, "listener"), "anna");
        ear.Hears(500, 0.25);
        Until.True(() => server.Peers.All(p => p.IsOnUdp), "UDP");
        var listener = server.Peers.Single(p => p.Name == "listener");
        Until.True(() => ear.Source.Client!.IsOnUdp && listener.LastDatagram.Length > 0, "datagrams");
        for (var i = 0; i < 20; i++) listener.Replay();
        Until.True(() => ear.Source.Client!.Statistics.RefusedOnUdp >= 20, "refusals");
        ear.Hears(500, 0.25);

        listener.LoseNonces(200);
        Until.True(() => ear.Source.Client!.Statistics.RefusedOnUdp > 40, "datagrams that cannot be read");
        ear.Hears(500, 0.25);
        Until.True(() => ear.Source.Client!.IsOnUdp, "UDP again");
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void A_connection_that_breaks_is_made_again()
    {
        using var server = new FakeServer(Newest);
        using var anna = new Talker(As(server, "anna"), 500, 0.25);
        using var ear = new Ear(As(server, "listener"));
        for (var round = 2; round < 5; round++)
        {
            ear.Hears(500, 0.25);
            foreach (var peer in server.Peers) peer.Dispose();
            Until.True(
                () => ear.Source.Client!.Statistics.Connections == round && anna.Sink.Client!.Statistics.Connections == round,
                "connections");
        }

        ear.Hears(500, 0.25);
        Assert.Null(anna.Failure);
    }

    [Theory]
    [InlineData(RejectKind.WrongVersion, AudioErrorCode.Unsupported, "protocol version")]
    [InlineData(RejectKind.InvalidName, AudioErrorCode.InvalidArgument, "?name=")]
    [InlineData(RejectKind.WrongUserPassword, AudioErrorCode.AccessDenied, "registered")]
    [InlineData(RejectKind.WrongServerPassword, AudioErrorCode.AccessDenied, "password")]
    [InlineData(RejectKind.NameInUse, AudioErrorCode.AccessDenied, "in use")]
    [InlineData(RejectKind.ServerFull, AudioErrorCode.ServerUnavailable, "full")]
    [InlineData(RejectKind.CertificateRequired, AudioErrorCode.AccessDenied, "certificate")]
    [InlineData(RejectKind.AuthenticatorFailed, AudioErrorCode.AccessDenied, "administrator")]
    [InlineData(RejectKind.NoNewConnections, AudioErrorCode.ServerUnavailable, "no connections")]
    public void Every_refusal_is_explained(RejectKind kind, AudioErrorCode code, string words)
    {
        using var server = new FakeServer(Newest)
        {
            Refusal = new RejectMessage { Kind = (RejectMessage.Types.Kind)kind, Reason = "so\u0007 be it" }
        };
        using var client = new MumbleClient(As(server, "anna"));
        var e = Refused(client);
        Assert.Equal(code, e.Code);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Contains("so  be it", e.Message, StringComparison.Ordinal);
        Assert.Equal(MumbleClientState.Closed, client.State);
    }

    [Fact]
    public void A_server_that_says_nothing_is_given_up()
    {
        using var server = new FakeServer(Newest) { Greeting = static _ => { } };
        using var client = new MumbleClient(As(server, "anna") with { ConnectTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(AudioErrorCode.TimedOut, Refused(client).Code);
    }

    [Fact]
    public void A_server_that_hangs_up_before_its_greeting_may_have_banned_us()
    {
        using var server = new FakeServer(Newest) { Greeting = static peer => peer.Dispose() };
        using var client = new MumbleClient(As(server, "anna"));
        Assert.Contains("banned", Refused(client).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_against_the_protocol_and_none_at_all_are_told()
    {
        using var server = new FakeServer(Newest)
        {
            Greeting = static peer => peer.Send(ControlMessageType.CryptSetup, new CryptSetupMessage
            {
                Key = ByteString.CopyFrom(1, 2, 3),
                ClientNonce = ByteString.Empty,
                ServerNonce = ByteString.Empty,
            }),
        };
        using var client = new MumbleClient(As(server, "anna"));
        Assert.Equal(AudioErrorCode.Unsupported, Refused(client).Code);

        using var none = new MumbleClient(As(server, "anna") with { Port = RealServer.FreePort() });
        Assert.Equal(AudioErrorCode.ServerUnavailable, Refused(none).Code);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void Malformed_voice_and_unknown_users_do_not_disturb_the_others()
    {
        using var server = new FakeServer(Newest);
        using var anna = new Talker(As(server, "anna"), 500, 0.25);
        using var ear = new Ear(As(server, "listener"));
        ear.Hears(500, 0.25);
        var listener = server.Peers.Single(p => p.Name == "listener");
        for (var i = 0; i < 1000; i++) listener.SendTunnelled([0, .. BitConverter.GetBytes(i * 7919)]);
        for (var i = 0; i < 1000; i++) listener.SendTunnelled([.. BitConverter.GetBytes(i * 7919)]);
        server.Broadcast(
            ControlMessageType.UserState, new UserStateMessage { Session = 99, Name = new string('x', 100_000), ChannelId = 12345 });
        server.Broadcast(ControlMessageType.UserRemove, new UserRemoveMessage { Session = 4711 });
        server.Broadcast(ControlMessageType.ChannelRemove, new ChannelRemoveMessage { ChannelId = 4711 });
        Until.True(() => ear.Source.Client!.Users.Any(u => u.Session == 99), "the long name");
        Assert.InRange(ear.Source.Client!.Users.Single(u => u.Session == 99).Name.Length, 1, 201);
        ear.Hears(500, 0.25);
        Assert.True(ear.Source.Client.Statistics.MalformedPackets > 0);
        Assert.Equal(0, ear.Losses);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void Ten_thousand_joins_are_told_and_leave_nothing_behind()
    {
        using var server = new FakeServer(Newest);
        using var client = new MumbleClient(As(server, "listener"));
        var (joined, left) = (0, 0);
        client.Changed += (_, e) =>
        {
            if (e.Kind == MumbleEventKind.UserJoined) Interlocked.Increment(ref joined);
            if (e.Kind == MumbleEventKind.UserLeft) Interlocked.Increment(ref left);
        };
        client.ConnectAsync().Wait(TimeSpan.FromSeconds(20));
        for (uint i = 0; i < 10_000; i++)
        {
            server.Broadcast(ControlMessageType.UserState, new UserStateMessage { Session = 1000 + i, Name = $"guest{i}", ChannelId = 0 });
            server.Broadcast(ControlMessageType.UserRemove, new UserRemoveMessage { Session = 1000 + i });
        }

        server.Broadcast(ControlMessageType.UserState, new UserStateMessage { Session = 999, Name = "last", ChannelId = 0 });
        Until.True(() => client.Users.Any(u => u.Name == "last"), "the last one");
        Assert.Equal(2, client.Users.Count);
        Until.True(() => Volatile.Read(ref joined) + Volatile.Read(ref left) + client.Statistics.DroppedEvents >= 20_002, "events");
    }

    private static AudioException Refused(MumbleClient client) =>
        Assert.ThrowsAsync<AudioException>(() => client.ConnectAsync()).WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();

    private MumbleOptions As(FakeServer server, string name) =>
        new() { Host = "127.0.0.1", Port = server.Port, Name = name, StateDirectory = _state.Path };
}
