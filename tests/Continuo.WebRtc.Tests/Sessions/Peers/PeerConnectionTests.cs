using Continuo.Clocks;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Srtp;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Tests.Sessions.Peers;

public sealed class PeerConnectionTests
{
    [Theory]
    [InlineData("127.0.0.1", 7)]
    [InlineData("127.0.0.1", 1)]
    [InlineData("::1", 7)]
    public async Task Both_sides_connect_and_hear_each_other(string host, int profile)
    {
        using var rig = new PeerRig(new RigOptions { Host = host, Profiles = [(SrtpProfile)profile] });
        Assert.Equal(WebRtcSessionState.New, rig.ServerPeer.State);
        await rig.ConnectAsync();
        Assert.Equal(WebRtcSessionState.Connected, rig.ServerPeer.State);
        Assert.Equal((SrtpProfile)profile, rig.ServerPeer.Profile);
        Assert.Equal(rig.Client.Local, rig.ServerPeer.Path!.Address.ToEndPoint());
        for (ushort i = 1; i <= 10; i++)
        {
            Assert.True(PeerRig.Send(rig.Server, rig.ServerPeer, i, 1, (byte)i));
            Assert.True(PeerRig.Send(rig.Client, rig.ClientPeer, i, 2, (byte)i));
            Assert.Equal([1, (byte)i], PeerRig.Next(rig.ClientMedia));
            Assert.Equal([2, (byte)i], PeerRig.Next(rig.ServerMedia));
        }

        Assert.Equal(0, rig.ServerPeer.Rejected);
    }

    [Fact]
    public async Task A_server_that_is_silent_is_doubted_and_no_more_when_it_answers_again()
    {
        using var rig = new PeerRig();
        await rig.ConnectAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken); // without any media
        Assert.False(rig.Ice.IsInDoubt);
        rig.Server.Remove(rig.ServerPeer); // it answers no checks
        Assert.True(SpinWait.SpinUntil(() => rig.Ice.IsInDoubt, PeerRig.Patience));
        rig.Server.Add(rig.ServerPeer);
        Assert.True(SpinWait.SpinUntil(() => !rig.Ice.IsInDoubt, PeerRig.Patience));
        Assert.Equal(WebRtcSessionState.Connected, rig.ClientPeer.State);
    }

    [Fact]
    public async Task A_check_with_a_wrong_password_is_refused_and_never_connects()
    {
        using var rig = new PeerRig(new RigOptions { WrongPassword = "wrongwrongwrongwrongwron" });
        rig.Start();
        var end = SystemClock.Instance.Now + 1_000_000_000;
        while (rig.Client.Datagrams < 3) await Until(end);
        Assert.Equal(WebRtcSessionState.New, rig.ServerPeer.State); // its answers were errors
        Assert.Null(rig.ServerPeer.Path);
        Assert.Null(rig.ClientPeer.Path);
    }

    [Fact]
    public async Task A_check_with_an_unknown_fragment_gets_no_answer()
    {
        using var rig = new PeerRig(new RigOptions { WrongFragment = "unknown8" });
        rig.Start();
        var end = SystemClock.Instance.Now + 30_000_000_000;
        while (rig.Server.Datagrams < 3) await Until(end);
        Assert.Equal(0, rig.Client.Datagrams);
        Assert.Equal(WebRtcSessionState.New, rig.ServerPeer.State);
    }

    [Fact]
    public async Task A_peer_with_another_certificate_is_refused_and_told_why()
    {
        using var rig = new PeerRig(new RigOptions { ClientFingerprint = DtlsFingerprint.Of([1, 2, 3]) });
        rig.Start();
        await rig.ServerMedia.Over.Task.WaitAsync(PeerRig.Patience, TestContext.Current.CancellationToken);
        await rig.ClientMedia.Over.Task.WaitAsync(PeerRig.Patience, TestContext.Current.CancellationToken);
        Assert.Contains("another fingerprint", rig.ServerPeer.EndReason, StringComparison.Ordinal);
        Assert.Contains("bad_certificate", rig.ClientPeer.EndReason, StringComparison.Ordinal);
        Assert.False(rig.ServerMedia.Begun.Task.IsCompleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_one_side_ends_the_other_at_once(bool isServer)
    {
        using var rig = new PeerRig();
        await rig.ConnectAsync();
        var (ending, other) = isServer ? (rig.ServerPeer, rig.ClientPeer) : (rig.ClientPeer, rig.ServerPeer);
        Assert.True(ending.End("enough"));
        Assert.False(ending.End("once more"));
        Assert.Equal("enough", ending.EndReason);
        await ending.Completion.WaitAsync(PeerRig.Patience, TestContext.Current.CancellationToken);
        await other.Completion.WaitAsync(PeerRig.Patience, TestContext.Current.CancellationToken);
        Assert.Equal("the peer closed the connection", other.EndReason);
        Assert.Equal(0, rig.Server.Count);
        Assert.False(PeerRig.Send(rig.Server, rig.ServerPeer, 1, 1));
    }

    [Fact]
    public async Task A_peer_that_stops_its_checks_expires()
    {
        var clock = new ShiftedClock();
        using var rig = new PeerRig(new RigOptions { Clock = clock });
        await rig.ConnectAsync();
        clock.Shift = 15_000_000_000;
        var seen = rig.ServerPeer.LastCheck;
        var end = SystemClock.Instance.Now + 30_000_000_000;
        while (rig.ServerPeer.LastCheck == seen) await Until(end); // the checks go on, and keep it alive
        Assert.Equal(WebRtcSessionState.Connected, rig.ServerPeer.State);
        rig.Client.Ticking = null;
        clock.Shift += 21_000_000_000;
        await rig.ServerPeer.Completion.WaitAsync(PeerRig.Patience, TestContext.Current.CancellationToken);
        Assert.Contains("no connectivity check for 20 s", rig.ServerPeer.EndReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_nobody_connects_to_expires()
    {
        var clock = new ShiftedClock();
        using var rig = new PeerRig(new RigOptions { Clock = clock });
        rig.Server.Start();
        clock.Shift = 16_000_000_000;
        await rig.ServerPeer.Completion.WaitAsync(PeerRig.Patience, TestContext.Current.CancellationToken);
        Assert.Contains("never sent", rig.ServerPeer.EndReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_peer_moves_with_a_nominating_check_and_with_nothing_else()
    {
        using var rig = new PeerRig();
        await rig.ConnectAsync();
        using var moved = new ManualPeer(rig.ServerPeer.Options.Local);
        moved.Check(rig.Server.Local, nominate: false);
        moved.Await();
        Assert.Equal(rig.Client.Local, rig.ServerPeer.Path!.Address.ToEndPoint());
        moved.Check(rig.Server.Local, nominate: true);
        moved.Await();
        await Becomes(() => rig.ServerPeer.Path!.Address.ToEndPoint().Equals(moved.Local));
        Assert.Equal(1, rig.ServerPeer.AddressChanges);
        Assert.True(PeerRig.Send(rig.Server, rig.ServerPeer, 1, 9));
        Assert.Equal(128, moved.Await()[0] & 0xC0);
    }

    [Fact]
    public async Task A_flood_of_one_peer_is_cut_off()
    {
        using var rig = new PeerRig();
        await rig.ConnectAsync();
        using var flooding = new ManualPeer(rig.ServerPeer.Options.Local);
        flooding.Check(rig.Server.Local, nominate: false);
        flooding.Await();
        byte[] packet = [0x80, 111, 0, 1, .. new byte[60]];
        for (var i = 0; i < 3 * PeerBudget.Packets; i++) flooding.Send(packet, rig.Server.Local);
        await Becomes(() => rig.ServerPeer.Rejected > PeerBudget.Packets);
        Assert.Equal(WebRtcSessionState.Connected, rig.ServerPeer.State);
        Assert.True(PeerRig.Send(rig.Server, rig.ServerPeer, 1, 5));
        Assert.Equal([5], PeerRig.Next(rig.ClientMedia));
    }

    [Fact]
    public async Task An_address_in_use_by_one_peer_is_not_taken_by_another()
    {
        using var rig = new PeerRig();
        await rig.ConnectAsync();
        var media = new RecordingMedia();
        var second = new PeerConnection(
            rig.Server, PeerRig.Peer(IceCredentials.Create(), Continuo.WebRtc.Dtls.DtlsRole.Server, new RigOptions()), media);
        rig.Server.Add(second);
        second.TakeCheck(PeerAddress.From(rig.Client.Local), isNominated: true, SystemClock.Instance.Now);
        Assert.Null(second.Path);
        Assert.True(PeerRig.Send(rig.Client, rig.ClientPeer, 1, 6));
        Assert.Equal([6], PeerRig.Next(rig.ServerMedia));
    }

    [Fact]
    public void Strangers_get_no_answer_longer_than_what_they_sent_and_few_errors()
    {
        using var rig = new PeerRig();
        rig.Server.Start();
        using var stranger = new ManualPeer(new IceCredentials(rig.ServerPeer.Options.Local.Fragment, "not the password at all"));
        var sent = 0;
        foreach (var first in (byte[])[0, 1, 3, 20, 22, 63, 128, 191, 255])
        {
            stranger.Send([first, 0, 0, 0], rig.Server.Local);
            stranger.Send([first, .. new byte[1400]], rig.Server.Local);
        }

        for (var i = 0; i < 500; i++) sent = stranger.Check(rig.Server.Local, nominate: true);
        var replies = 0;
        while (stranger.TryReceive(TimeSpan.FromMilliseconds(300)) is { } reply)
        {
            replies++;
            Assert.True(reply.Length <= sent);
            Assert.Equal(1, reply[0]); // an error response
        }

        Assert.InRange(replies, 1, 100);
        Assert.Null(rig.ServerPeer.Path);
    }

    [Fact]
    public async Task A_closed_port_ends_its_peers_and_tells_them()
    {
        using var rig = new PeerRig();
        await rig.ConnectAsync();
        rig.Server.Dispose();
        rig.Server.Dispose();
        Assert.Equal("the host was stopped", rig.ServerPeer.EndReason);
        await rig.ClientPeer.Completion.WaitAsync(PeerRig.Patience, TestContext.Current.CancellationToken);
    }

    private static async Task Becomes(Func<bool> condition)
    {
        var end = SystemClock.Instance.Now + 30_000_000_000;
        while (!condition()) await Until(end);
    }

    private static async Task Until(long end)
    {
        Assert.True(SystemClock.Instance.Now < end);
        await Task.Delay(5);
    }

    /// <summary>The machine's clock, put forward.</summary>
    private sealed class ShiftedClock : MonotonicClock
    {
        private long _shift;

        public long Shift
        {
            get => Volatile.Read(ref _shift);
            set => Volatile.Write(ref _shift, value);
        }

        public override long Now => SystemClock.Instance.Now + Shift;

        internal override bool WaitUntil(long deadline, Continuo.Threading.WakeSignal wake) =>
            SystemClock.Instance.WaitUntil(deadline - Shift, wake);
    }
}
