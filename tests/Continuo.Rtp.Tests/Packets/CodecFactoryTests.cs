using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Packets;

public sealed class CodecFactoryTests
{
    private static readonly AudioFormat Telephone = new(8_000, 1);

    public CodecFactoryTests() => CodecRegistry.Add(Shared);

    private static MuLawCodec Shared { get; } = new();

    [Fact]
    public void A_registered_codec_is_found_by_name_and_adding_it_again_changes_nothing()
    {
        Assert.Contains("PCMU", CodecRegistry.Names);
        Assert.Equal("PCMU", CodecRegistry.Describe("pcmu", Telephone).Name);
        var count = CodecRegistry.Factories.Count;
        CodecRegistry.Add(Shared);
        Assert.Equal(count, CodecRegistry.Factories.Count);
        Assert.Contains("PCMU",
            Assert.Throws<AudioException>(() => CodecRegistry.Describe("G729", Telephone)).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registered_codec_is_cut_into_packets_sent_over_rtp_and_received()
    {
        var codec = CodecRegistry.Describe("PCMU", Telephone, TimeSpan.FromMilliseconds(20));
        var clock = new VirtualClock(1_000_000_000);
        using var session = new RtpDemultiplexer(
            new ReceptionOptions { Payloads = PayloadMap.Of(codec), Clock = clock, DriftCorrection = false }, 1);
        using var encoder = CodecRegistry.CreateEncoder(codec);
        var packetizer = new Packetizer(encoder, new Wire(session, clock, codec));
        var (sine, heard) = (Tones.Sine(440, 8_000, 160 * 100, 1), new List<float>());
        var block = new float[160];
        for (var i = 0; i < 100; i++)
        {
            packetizer.Write(sine.AsSpan(i * 160, 160));
            clock.Advance(TimeSpan.FromMilliseconds(20));
            if (session.Streams is not [var stream, ..]) continue;
            stream.Read(block);
            heard.AddRange(block);
        }

        var received = session.Streams.Single().GetStatistics();
        Assert.Equal((100, "PCMU"), (received.ReceivedPackets, received.Codec!.Name));
        Assert.Equal(0, received.Buffer!.ConcealedFrames);
        var peak = sine.Max();
        Assert.InRange(heard.TakeLast(8_000).Max(), peak * 0.97f, peak * 1.03f);
    }

    private sealed class Wire(RtpDemultiplexer session, VirtualClock clock, PacketCodec codec) : IPacketWire
    {
        private static readonly PeerAddress From = PeerAddress.From(new IPEndPoint(IPAddress.Loopback, 5000));

        public void Send(in OutgoingPacket packet)
        {
            var datagram = new byte[12 + packet.Payload.Length];
            packet.Payload.CopyTo(datagram.AsSpan(12));
            new RtpHeader(96, (ushort)packet.Sequence, (uint)codec.ToClock(packet.MediaTime), 7).WriteTo(datagram);
            session.Take(datagram, From, clock.Now);
        }
    }
}
