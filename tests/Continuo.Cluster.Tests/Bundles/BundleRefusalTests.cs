using System.Net;
using Continuo.Cluster.Bundles;
using Continuo.Cluster.Tests.Spanning;
using Continuo.Rooms;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Cluster.Tests.Bundles;

/// <summary>What a node does not take from the network.</summary>
public sealed class BundleRefusalTests : IDisposable
{
    private const string Stranger = "n9";

    private readonly VirtualNodes _nodes = new(2);
    private readonly HeardMix _heard;

    public BundleRefusalTests()
    {
        _nodes.All[1].Room.AddSpeaker(new SpeakerOptions { MemberId = "a" }, new VoiceInput(1));
        _heard = _nodes.All[0].Listen("x");
    }

    [Fact]
    public void A_replayed_datagram_is_refused()
    {
        var owner = _nodes.All[0].Endpoint;
        var invitation = owner.Invite(Stranger, 5);
        var packet = Protect(VirtualNodes.Key, Stranger, 5, invitation, sequence: 1, Entry(VirtualNodes.Epoch, handle: 1));
        Send(packet);
        Assert.Equal((1, 0), (owner.Statistics.ReceivedDatagrams, owner.Statistics.Replayed));
        for (var i = 0; i < 5; i++) Send(packet);
        Assert.Equal((1, 5), (owner.Statistics.ReceivedDatagrams, owner.Statistics.Replayed));
    }

    [Fact]
    public void A_wrong_key_another_run_and_a_changed_bit_are_not_authentic()
    {
        var owner = _nodes.All[0].Endpoint;
        var invitation = owner.Invite(Stranger, 5);
        var content = Entry(VirtualNodes.Epoch, handle: 1);
        Send(Protect("another key of the same length 0123456789", Stranger, 5, invitation, 1, content));
        Send(Protect(VirtualNodes.Key, Stranger, 6, invitation, 1, content));
        Send(Protect(VirtualNodes.Key, "n8", 5, invitation, 1, content));
        var changed = Protect(VirtualNodes.Key, Stranger, 5, invitation, 1, content);
        changed[20] ^= 1;
        Send(changed);
        Assert.Equal((0, 4), (owner.Statistics.ReceivedDatagrams, owner.Statistics.NotAuthentic));
        Send(Protect(VirtualNodes.Key, Stranger, 5, invitation with { Ssrc = invitation.Ssrc + 1 }, 1, content));
        Assert.Equal(1, owner.Statistics.UnknownStreams);
        Send([1, 2, 3]);
        Assert.Equal(1, owner.Statistics.Malformed);
    }

    [Fact]
    public void Another_epoch_and_another_nodes_room_are_refused_and_not_heard()
    {
        var owner = _nodes.All[0];
        var heardBefore = owner.LinkTo(_nodes.All[1]).Statistics.HeardFrames;
        var run = 77UL;
        var invitation = owner.Endpoint.Invite(_nodes.All[1].Name, run); // n1 has started again, as it were
        Send(Protect(VirtualNodes.Key, "n1", run, invitation, 1, Entry(VirtualNodes.Epoch - 1, handle: 1)));
        Send(Protect(VirtualNodes.Key, "n1", run, invitation, 2, Entry(VirtualNodes.Epoch + 1, handle: 1)));
        Assert.Equal(2, owner.Endpoint.Statistics.WrongEpochs);
        Send(Protect(VirtualNodes.Key, "n1", run, invitation, 3, Entry(VirtualNodes.Epoch, handle: 2)));
        Send(Protect(VirtualNodes.Key, "n1", run, invitation, 4, Entry(VirtualNodes.Epoch, handle: 60_000)));
        var other = owner.Endpoint.Invite(Stranger, 5);
        Send(Protect(VirtualNodes.Key, Stranger, 5, other, 1, Entry(VirtualNodes.Epoch, handle: 1)));
        Assert.Equal(3, owner.Endpoint.Statistics.UnknownRooms);
        owner.Room.Tick(null, _nodes.Clock.Now, 0);
        owner.Room.Tick(null, _nodes.Clock.Now, 0);
        Assert.Equal(heardBefore, owner.LinkTo(_nodes.All[1]).Statistics.HeardFrames);
        Send(Protect(VirtualNodes.Key, "n1", run, invitation, 5, Entry(VirtualNodes.Epoch, handle: 1)));
        owner.Room.Tick(null, _nodes.Clock.Now, 0);
        owner.Room.Tick(null, _nodes.Clock.Now, 0);
        Assert.Equal(heardBefore + 8, owner.LinkTo(_nodes.All[1]).Statistics.HeardFrames);
    }

    [Fact]
    public void An_owner_that_is_no_longer_the_owner_is_silent_for_those_who_know()
    {
        _nodes.Tick(50);
        Assert.InRange(_heard.LoudestDb(4800), -60, 0);
        var (owner, satellite) = (_nodes.All[0], _nodes.All[1]);
        owner.Endpoint.Open(
            owner.LinkTo(satellite), satellite.Name, VirtualNodes.Epoch + 1, handle: 1); // the other node still sends the old epoch
        _nodes.Tick(50);
        Assert.InRange(owner.Endpoint.Statistics.WrongEpochs, 100, 1000);
        Assert.All(_heard.Samples.TakeLast(9600), sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void Spoilt_content_never_throws_and_is_counted()
    {
        var unpacker = new BundleUnpacker();
        var link = _nodes.All[0].LinkTo(_nodes.All[1]);
        unpacker.Ports = [null, new BundlePort(link, "n1", VirtualNodes.Epoch)];
        _nodes.Introduce();
        var random = new Random(11);
        byte[][] seeds =
        [
            Entry(VirtualNodes.Epoch, 1),
            [.. Entry(VirtualNodes.Epoch, 1), .. Status(), .. Entry(VirtualNodes.Epoch, 1, BundleKind.Speaker)],
            Status(),
        ];
        for (var i = 0; i < 100_000; i++)
        {
            var content = seeds[i % seeds.Length].ToArray();
            if (i % 7 == 0) random.NextBytes(content);
            for (var n = random.Next(1, 6); n > 0; n--) content[random.Next(content.Length)] = (byte)random.Next(256);
            unpacker.Unpack(content.AsSpan(0, random.Next(content.Length + 1)), "n1");
            if (i % 10 == 0) _nodes.All[0].Room.Tick(null, _nodes.Clock.Now, 0);
        }

        var counted = unpacker.Statistics;
        Assert.InRange(counted.Malformed, 10_000, 100_000);
        Assert.InRange(counted.WrongEpochs + counted.UnknownRooms, 1000, 300_000);
        Assert.InRange(counted.UnknownContent, 500, 300_000);
        Assert.All(_heard.Samples, sample => Assert.InRange(sample, -1, 1)); // whatever the floats were
    }

    public void Dispose() => _nodes.Dispose();

    private static byte[] Entry(long epoch, ushort handle, BundleKind kind = BundleKind.Sum)
    {
        var entry = new byte[BundleFormat.HeaderBytes + 32];
        BundleFormat.WriteHeader(entry, kind, BundleFlags.None, 32, handle, 0, epoch, 100, kind == BundleKind.Sum ? 0u : 1u);
        for (var i = 0; i < 8; i++) BitConverter.TryWriteBytes(entry.AsSpan(BundleFormat.HeaderBytes + 4 * i), 0.1f);
        return entry;
    }

    private static byte[] Status()
    {
        var entry = new byte[BundleFormat.HeaderBytes + BundleFormat.StatusBytes + 8 + 5];
        BundleFormat.WriteHeader(
            entry, BundleKind.Status, BundleFlags.None, entry.Length - BundleFormat.HeaderBytes, 1, 0, VirtualNodes.Epoch, 100, 0);
        BundleFormat.WriteStatus(entry.AsSpan(BundleFormat.HeaderBytes), 3, [1, 2], [(1, 20)]);
        return entry;
    }

    private static byte[] Protect(string key, string from, ulong run, BundleInvitation invitation, ushort sequence, byte[] content)
    {
        using var protector = new BundleKeys(key).CreateProtector(from, run, "n0", invitation);
        var packet = new byte[BundleFormat.MaxDatagramBytes];
        var length = new RtpHeader(BundleFormat.PayloadType, sequence, 0, invitation.Ssrc).WriteTo(packet);
        content.CopyTo(packet, length);
        return packet[..protector.Protect(packet, length + content.Length)];
    }

    private void Send(byte[] datagram)
    {
        using var transport = _nodes.Network.Open();
        var owner = _nodes.All[0].Endpoint;
        Assert.True(transport.Send(datagram, PeerAddress.From(new IPEndPoint(IPAddress.Loopback, owner.Invite("probe", 1).Port))));
        owner.ReceiveOnce();
    }
}
