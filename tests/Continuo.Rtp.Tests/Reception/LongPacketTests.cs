using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sockets;

namespace Continuo.Rtp.Tests.Reception;

public sealed class LongPacketTests
{
    [Theory]
    [InlineData("L16", 2, 10, 1_920)]
    [InlineData("L24", 2, 20, 5_760)]
    [InlineData("L24", 8, 20, 23_040)]
    public void Packets_longer_than_a_frame_of_Ethernet_are_heard_as_agreed(string name, int channels, double milliseconds, int bytes)
    {
        var codec = CodecRegistry.Describe(name, new AudioFormat(48_000, channels), TimeSpan.FromMilliseconds(milliseconds));
        var clock = new VirtualClock(1_000_000_000);
        var options = new ReceptionOptions { Payloads = PayloadMap.Of(codec), Clock = clock, DriftCorrection = false };
        using var lane = new CodecPipeline(codec, codec.Format, options, []);
        using var encoder = CodecRegistry.CreateEncoder(codec);
        var samples = Enumerable.Repeat(0.25f, codec.FramesPerPacket * channels).ToArray();
        var payload = new byte[encoder.MaxPayloadBytes];
        var length = encoder.Encode(samples, payload);
        Assert.Equal(bytes, length);
        options.Validate();
        for (var i = 0; i < 20; i++)
        {
            lane.Buffer.Insert(new IncomingPacket(i, i * codec.FramesPerPacket, payload.AsSpan(0, length), false), clock.Now);
            lane.Read(samples);
            clock.AdvanceTo(clock.Now + (long)(milliseconds * 1e6));
        }

        Assert.Equal((0, 0), (lane.Buffer.GetStatistics().OversizedPackets, lane.Buffer.GetStatistics().ConcealedFrames));
        Assert.InRange(samples[^1], 0.249f, 0.251f);
    }

    [Fact]
    public void Packets_that_no_datagram_holds_are_refused_before_a_port_is_bound()
    {
        var codec = CodecRegistry.Describe("L24", new AudioFormat(96_000, 8), TimeSpan.FromMilliseconds(120));
        var error = Assert.Throws<AudioException>(() =>
            new ReceiverSession(new UdpOptions(), new ReceptionOptions { Payloads = PayloadMap.Of(codec) }));
        Assert.Equal(AudioErrorCode.InvalidArgument, error.Code);
        Assert.Contains("276480 bytes", error.Happened, StringComparison.Ordinal);
        Assert.Contains("ptime", error.Remedy, StringComparison.Ordinal);
    }
}
