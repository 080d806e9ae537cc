using System.Collections.Concurrent;
using Continuo.Audio;
using Continuo.Mumble.Client;
using Continuo.Mumble.Protocol;
using Continuo.Mumble.Tests.Servers;

namespace Continuo.Mumble.Tests;

/// <summary>With Debian's mumble-server.</summary>
public sealed class RealServerTests : IDisposable
{
    private const string Reason = "voice through a real server, in real time";

    private readonly TemporaryDirectory _state = new();
    private readonly RealServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _state.Dispose();
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void Two_who_talk_at_once_are_streams_of_their_own_with_names_and_levels()
    {
        using var anna = new Talker(As("anna"), 500, 0.25);
        using var ben = new Talker(As("ben"), 900, 0.1);
        using var both = new Ear(As("listener"));
        using var first = new Ear(As("listener"), "anna");
        using var second = new Ear(As("listener"), "ben");

        both.Hears(500, 0.25);
        both.Hears(900, 0.1);
        first.Hears(500, 0.25);
        first.DoesNotHear(900);
        second.Hears(900, 0.1);
        second.DoesNotHear(500);
        Assert.Equal(["anna", "ben"], both.Source.Mix.Voices.Select(v => v.User.Name).Order());
        Assert.Equal(1, both.Source.Client!.Users.Count(u => u.Name == "listener"));
        Assert.Equal("1.3.4", both.Source.Client.ServerVersion);
        Assert.Null(anna.Failure);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void Talking_ends_with_the_voice_and_is_told()
    {
        using var listener = new MumbleClient(As("listener"));
        var events = new ConcurrentQueue<string>();
        listener.Changed += (_, e) => events.Enqueue(e.ToString());
        listener.ConnectAsync().Wait(TimeSpan.FromSeconds(20));
        using (var anna = new Talker(As("anna"), 500, 0.25))
        {
            Until.True(() => events.Contains("TalkingStarted anna"), "talking");
            anna.IsQuiet = true;
            Until.True(() => events.Contains("TalkingStopped anna"), "silence");
            Assert.False(listener.Users.Single(u => u.Name == "anna").IsTalking);
        }

        Until.True(() => events.Contains("UserLeft anna"), "leaving");
        Assert.Equal("Connected", events.First(e => !e.StartsWith("User", StringComparison.Ordinal)));
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void Whom_the_server_mutes_is_not_heard_until_unmuted()
    {
        using var admin = new RawClient(_server.Port, "SuperUser", RealServer.SuperPassword);
        using var anna = new Talker(As("anna"), 500, 0.25);
        using var ear = new Ear(As("listener"));
        ear.Hears(500, 0.25);
        var session = admin.User("anna");
        admin.Send(ControlMessageType.UserState, new UserStateMessage { Session = session, Mute = true });
        ear.DoesNotHear(500);
        Assert.True(ear.Source.Client!.Users.Single(u => u.Name == "anna").IsMuted);
        admin.Send(ControlMessageType.UserState, new UserStateMessage { Session = session, Mute = false });
        ear.Hears(500, 0.25);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void Channels_are_found_by_path_and_a_missing_one_is_explained()
    {
        using var admin = new RawClient(_server.Port, "SuperUser", RealServer.SuperPassword);
        admin.Channel("Studio One");
        using var anna = new Talker(As("anna") with { Channel = ["studio one"] }, 500, 0.25);
        using var elsewhere = new Ear(As("elsewhere"));
        using var there = new Ear(As("there") with { Channel = ["Studio One"] });
        there.Hears(500, 0.25);
        elsewhere.DoesNotHear(500);
        Assert.Equal("Studio One", there.Source.Client!.Self!.Channel);

        var e = Assert.Throws<AudioException>(() => new Ear(As("lost") with { Channel = ["Studio Two"] }));
        Assert.Equal(AudioErrorCode.NotFound, e.Code);
        Assert.Contains("did you mean 'Studio One'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void Voice_moves_to_UDP_and_back_when_it_is_blocked()
    {
        using var gate = new Gate(_server.Port);
        using var anna = new Talker(As("anna") with { Port = gate.Port }, 500, 0.25);
        using var ear = new Ear(As("listener") with { Port = gate.Port });
        Until.True(() => anna.Sink.Client!.IsOnUdp && ear.Source.Client!.IsOnUdp, "UDP");
        var sent = anna.Sink.Client!.Statistics.SentOnUdp;
        Until.True(() => anna.Sink.Client!.Statistics.SentOnUdp > sent + 50, "voice on UDP");
        ear.Hears(500, 0.25);

        gate.BlocksUdp = true;
        Until.True(() => !anna.Sink.Client!.IsOnUdp && !ear.Source.Client!.IsOnUdp, "the tunnel");
        ear.Hears(500, 0.25);
        Assert.Equal((1, 1), ((int)anna.Sink.Client!.Statistics.Connections, (int)ear.Source.Client!.Statistics.Connections));

        gate.BlocksUdp = false;
        Until.True(() => anna.Sink.Client!.IsOnUdp && ear.Source.Client!.IsOnUdp, "UDP again");
        ear.Hears(500, 0.25);
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void After_a_restart_of_the_server_everyone_is_back()
    {
        using var anna = new Talker(As("anna"), 500, 0.25);
        using var ear = new Ear(As("listener"));
        ear.Hears(500, 0.25);
        _server.Stop();
        Until.True(() => ear.Losses > 0 && anna.Sink.Client!.State == MumbleClientState.Reconnecting, "the loss");
        _server.Start();
        ear.Hears(500, 0.25);
        Assert.Null(anna.Failure);
        Assert.Equal(2, ear.Source.Client!.Statistics.Connections);
    }

    [Fact]
    public void A_name_in_use_and_a_missing_user_are_explained()
    {
        // From another address: from the same one, the server takes the newcomer for the same user, and the old connection for a ghost.
        using var other = new RawClient(_server.Port, "anna", from: "127.0.0.2");
        var e = Assert.Throws<AudioException>(() => new Ear(As("anna")));
        Assert.Equal(AudioErrorCode.AccessDenied, e.Code);
        Assert.Contains("in use", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<AudioException>(() => new Ear(As("listener"), "anne"));
        Assert.Equal(AudioErrorCode.NotFound, e.Code);
        Assert.Contains("did you mean 'anna'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_is_refused_and_the_right_one_lets_in()
    {
        using var server = new RealServer("serverpassword=secret");
        var options = As("anna") with { Port = server.Port };
        var e = Assert.Throws<AudioException>(() => new Ear(options with { Password = "wrong" }));
        Assert.Equal(AudioErrorCode.AccessDenied, e.Code);
        Assert.Contains("password", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", e.Asked, StringComparison.Ordinal);
        e = Assert.Throws<AudioException>(() => new Ear(options));
        Assert.Contains("the server has a password", e.Message, StringComparison.Ordinal);
        new Ear(options with { Password = "secret" }).Dispose();
    }

    [Fact]
    public void Another_certificate_is_refused_unless_told_otherwise()
    {
        new Ear(As("anna")).Dispose();
        var known = _state["known-servers"];
        var kept = File.ReadAllText(known);
        File.WriteAllText(known, kept.Replace(kept.Split(' ')[1].Trim(), new string('0', 64), StringComparison.Ordinal));
        var e = Assert.Throws<AudioException>(() => new Ear(As("anna")));
        Assert.Equal(AudioErrorCode.AccessDenied, e.Code);
        Assert.Contains("certificate", e.Message, StringComparison.Ordinal);
        new Ear(As("anna") with { IsInsecure = true }).Dispose();
        File.Delete(known);
        new Ear(As("anna")).Dispose();
        Assert.Equal(kept, File.ReadAllText(known));
    }

    [Fact]
    public void The_own_certificate_is_kept_and_known_to_the_others()
    {
        using var watcher = new MumbleClient(As("watcher") with { Identity = "watcher" });
        watcher.ConnectAsync().Wait(TimeSpan.FromSeconds(20));
        var first = HashOf(watcher, "anna");
        Until.True(() => watcher.Users.All(u => u.Name != "anna"), "leaving");
        Assert.Equal((first, 40), (HashOf(watcher, "anna"), first.Length));
        Assert.NotEqual(first, watcher.Self!.CertificateHash);
    }

    [Fact]
    public void Whom_the_server_removes_is_told_why_and_does_not_come_back()
    {
        using var admin = new RawClient(_server.Port, "SuperUser", RealServer.SuperPassword);
        using var client = new MumbleClient(As("anna"));
        client.ConnectAsync().Wait(TimeSpan.FromSeconds(20));
        admin.Send(ControlMessageType.UserRemove, new UserRemoveMessage { Session = admin.User("anna"), Reason = "too loud" });
        Until.True(() => client.State == MumbleClientState.Closed, "removal");
        Assert.Contains("too loud", client.LastFailure!.Message, StringComparison.Ordinal);
        Assert.ThrowsAsync<AudioException>(() => client.ConnectAsync()).Wait(TimeSpan.FromSeconds(20));
    }

    [Fact]
    [RealTimeTest(Reason)]
    public void A_storm_of_joins_and_leaves_does_not_disturb_a_voice()
    {
        using var anna = new Talker(As("anna"), 500, 0.25);
        using var ear = new Ear(As("listener"));
        ear.Hears(500, 0.25);
        var (joined, left) = (0, 0);
        ear.Source.Client!.Changed += (_, e) =>
        {
            if (e.Kind == MumbleEventKind.UserJoined) Interlocked.Increment(ref joined);
            if (e.Kind == MumbleEventKind.UserLeft) Interlocked.Increment(ref left);
        };
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => new RawClient(_server.Port, $"guest{i}").Dispose());
        Until.True(() => Volatile.Read(ref joined) == 200 && Volatile.Read(ref left) == 200, "200 guests");
        ear.Hears(500, 0.25);
        Assert.Equal(2, ear.Source.Client.Users.Count);
        Assert.Single(ear.Source.Mix.Voices);
        Assert.Equal(0, ear.Losses);
    }

    private string HashOf(MumbleClient watcher, string name)
    {
        using var client = new MumbleClient(As(name));
        client.ConnectAsync().Wait(TimeSpan.FromSeconds(20));
        MumbleUser? found = null;
        Until.True(() => (found = watcher.Users.FirstOrDefault(u => u.Name == name)) is not null, name);
        return found!.CertificateHash;
    }

    private MumbleOptions As(string name) => new() { Host = "127.0.0.1", Port = _server.Port, Name = name, StateDirectory = _state.Path };
}
