using Continuo.Rtp.Wire;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Tests.Sessions.Peers;

public sealed class PortFuzzTests
{
    [Fact]
    public async Task Spoilt_datagrams_from_strangers_and_from_a_known_address_harm_nothing()
    {
        using var rig = new PeerRig();
        await rig.ConnectAsync();
        using var stranger = new ManualPeer(rig.ServerPeer.Options.Local);
        using var known = new ManualPeer(rig.ServerPeer.Options.Local);
        known.Check(rig.Server.Local, nominate: false);
        byte[] hello = [22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 9, 0, 60, 1, 0, 0, 48, .. new byte[56]];
        byte[][] originals = [known.Await(), hello, Media(rig), [0x80, 200, 0, 6, .. new byte[40]]];
        var mutator = new Mutator(7);
        var buffer = new byte[1500];
        for (var i = 0; i < 4000; i++)
        {
            var bytes = buffer[..mutator.Spoil(
                originals[mutator.Below(originals.Length)], originals[mutator.Below(originals.Length)], buffer)];
            (i % 2 == 0 ? stranger : known).Send(bytes, rig.Server.Local);
            if (i % 50 == 0) await Task.Delay(5, TestContext.Current.CancellationToken); // within what a peer may send
        }

        Assert.Null(rig.Server.Failure);
        Assert.Equal(WebRtcSessionState.Connected, rig.ServerPeer.State);
        Assert.True(rig.ServerMedia.Rtp.Count <= 1); // once it may have been left as it was
        Assert.Empty(rig.ServerMedia.Rtcp);
        while (rig.ServerMedia.Rtp.TryTake(out _))
        {
        }

        await Task.Delay(200, TestContext.Current.CancellationToken); // the peer's share of the next tick
        Assert.True(PeerRig.Send(rig.Client, rig.ClientPeer, 2, 8));
        Assert.Equal([8], PeerRig.Next(rig.ServerMedia));
    }

    // A packet that was protected but never sent.
    private static byte[] Media(PeerRig rig)
    {
        var packet = new byte[200];
        var at = new RtpHeader(111, 1, 960, 7).WriteTo(packet);
        return packet[..rig.ClientPeer.TryProtect(packet, at + 60, out _)];
    }
}
