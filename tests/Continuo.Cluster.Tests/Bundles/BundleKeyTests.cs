using System.Net;
using System.Text.Json;
using Continuo.Clocks;
using Continuo.Cluster.Bundles;
using Continuo.Cluster.Tests.Spanning;
using Continuo.Rooms;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;

namespace Continuo.Cluster.Tests.Bundles;

/// <summary>Which keys protect the audio between nodes.</summary>
public sealed class BundleKeyTests
{
    [Fact]
    public void Each_direction_pair_process_and_invitation_has_a_key_of_its_own()
    {
        var keys = new BundleKeys(VirtualNodes.Key);
        var invitation = new BundleInvitation(IPAddress.Loopback, 5000, 7, BundleKeys.NewNonce());
        string[] packets =
        [
            Protect(keys, "a", 1, "b", invitation),
            Protect(keys, "b", 1, "a", invitation),
            Protect(keys, "a", 2, "b", invitation),
            Protect(keys, "a", 1, "c", invitation),
            Protect(keys, "a", 1, "b", invitation with { Nonce = BundleKeys.NewNonce() }),
            Protect(new BundleKeys("another key, 0123456789"), "a", 1, "b", invitation),
        ];
        Assert.Equal(packets.Length, packets.Distinct().Count());
        Assert.Equal(packets[0], Protect(new BundleKeys(VirtualNodes.Key), "a", 1, "b", invitation));
    }

    [Fact]
    public void A_key_is_changed_when_it_is_old_and_audio_goes_on()
    {
        var clock = new VirtualClock(1);
        var network = new MemoryNetwork(clock);
        using var endpoint = new BundleEndpoint(
            "b", IPAddress.Loopback, network.Open(), new BundleKeys(VirtualNodes.Key), clock, TimeSpan.FromMinutes(10));
        var first = endpoint.Invite("a", 1);
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(first, endpoint.Invite("a", 1));
        clock.Advance(TimeSpan.FromMinutes(2));
        var second = endpoint.Invite("a", 1);
        Assert.NotEqual(first.Ssrc, second.Ssrc);
        Assert.NotEqual(first.Nonce, second.Nonce);
        Assert.NotEqual(second.Ssrc, endpoint.Invite("a", 2).Ssrc); // another process begins to count at 0

        // With invitations renewed in the middle of the audio, nothing is lost.
        using var nodes = new VirtualNodes(2);
        nodes.All[1].Room.AddSpeaker(new SpeakerOptions { MemberId = "a" }, new VoiceInput(1));
        nodes.All[0].Listen("x");
        for (var i = 0; i < 5; i++)
        {
            nodes.Tick(50);
            nodes.Clock.Advance(TimeSpan.FromHours(1.1));
            nodes.Invite();
        }

        var (statistics, link) = (nodes.All[0].Endpoint.Statistics, nodes.All[0].LinkTo(nodes.All[1]).Statistics);
        Assert.Equal((0, 0, 0), (statistics.NotAuthentic, statistics.UnknownStreams, link.LostFrames));
        Assert.InRange(link.HeardFrames, 240 * 960, 250 * 960);
    }

    [Fact]
    public void No_record_of_the_control_plane_shows_a_key()
    {
        var keys = new BundleKeys(VirtualNodes.Key);
        var invitation = new BundleInvitation(IPAddress.Loopback, 5000, 7, BundleKeys.NewNonce());
        using var nodes = new VirtualNodes(2);
        string[] shown =
        [
            $"{keys}", $"{invitation}", $"{nodes.All[0].Endpoint}", $"{nodes.All[0].Endpoint.Statistics}", JsonSerializer.Serialize(keys),
            $"{new IncomingBundles("a", 1, invitation, keys.CreateUnprotector("a", 1, "b", invitation), 0)}",
        ];
        Assert.All(shown, text => Assert.DoesNotContain(VirtualNodes.Key, text, StringComparison.Ordinal));
        Assert.All(shown, text => Assert.DoesNotMatch("[0-9A-Fa-f]{16}|[A-Za-z0-9+/]{22}==", text));
    }

    private static string Protect(BundleKeys keys, string from, ulong run, string to, BundleInvitation invitation)
    {
        using var protector = keys.CreateProtector(from, run, to, invitation);
        var packet = new byte[100];
        var length = new RtpHeader(BundleFormat.PayloadType, 1, 0, invitation.Ssrc).WriteTo(packet);
        return Convert.ToHexString(packet.AsSpan(0, protector.Protect(packet, length + 32)));
    }
}
