using Continuo.Clocks;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Encoders;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;
using Continuo.Streams;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Listening;
using Continuo.WebRtc.Sessions.Peers;
using Continuo.WebRtc.Stun;
using Continuo.WebRtc.Tests.Peers;

namespace Continuo.WebRtc.Tests.Sessions.Peers;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sending_a_packet_to_listeners_allocates_nothing(bool red)
    {
        using var rig = new PeerRig();
        await rig.ConnectAsync();
        using var stream = AudioStream.Open("tones", () => new StereoTone());
        using var encoder = new StreamEncoder(
            stream, EncoderSetting.Opus(stream.Format, OpusPreset.Standard, TimeSpan.FromMilliseconds(20)));
        var feed = new ListenFeed(encoder, rig.Server, TimeProvider.System);
        var format = new ListenerFormat(111, red ? (byte)63 : null, new HeaderExtensionIds(1, 0, 2, 0));
        for (uint i = 1; i <= 8; i++)
        {
            feed.Add(new PeerListener(feed, format, new PeerReports(i, 48_000, TimeProvider.System)) { Connection = rig.ServerPeer });
        }

        var payload = new byte[300];
        long sequence = 0;
        var bytes = LeastAllocated.Bytes(() =>
        {
            feed.Send(
                new OutgoingPacket
                {
                    Sequence = sequence,
                    MediaTime = 960 * sequence,
                    CaptureTime = SystemClock.Instance.Now,
                    Frames = 960,
                    Payload = payload,
                });
            sequence++;
        });
        Assert.Equal(0, bytes);
        for (var i = 0; i < 100; i++) Assert.True(rig.ClientMedia.Rtp.TryTake(out _, PeerRig.Patience)); // they were really sent
    }

    [Fact]
    public async Task Receiving_packets_and_answering_checks_allocates_nothing()
    {
        var transport = default(PeerTransport);
        using var rig = new PeerRig(serverMedia: port => transport = new PeerTransport(port));
        rig.Start();
        await rig.ClientMedia.Begun.Task.WaitAsync(PeerRig.Patience, TestContext.Current.CancellationToken);
        while (!rig.ServerPeer.CanSend) await Task.Delay(5, TestContext.Current.CancellationToken);
        var packet = new byte[400];
        var batch = new DatagramBatch(8);
        ushort sequence = 0;
        var received = 0;
        var ofMedia = LeastAllocated.Bytes(() =>
        {
            var at = new RtpHeader(111, sequence++, 0, 7).WriteTo(packet);
            var length = rig.ClientPeer.TryProtect(packet, at + 200, out _);
            rig.ServerPeer.TakeMedia(packet.AsSpan(0, length), 0);
            received += transport!.Receive(batch);
        });
        Assert.Equal(0, ofMedia);
        Assert.Equal(200, received);

        var responder = new StunResponder(rig.Server);
        var check = new byte[200];
        var local = rig.ServerPeer.Options.Local;
        var bytes = StunCheck.Write(check, new byte[StunCheck.TransactionBytes],
            new StunCredentials("mine"u8, local.FragmentBytes, local.PasswordBytes), 1, nominate: false);
        var from = PeerAddress.From(rig.Client.Local);
        Assert.Equal(0, LeastAllocated.Bytes(() => responder.Take(check.AsSpan(0, bytes), from, SystemClock.Instance.Now)));
    }
}
