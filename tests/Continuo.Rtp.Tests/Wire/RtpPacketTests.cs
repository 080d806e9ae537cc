using Continuo.Rtp.Wire;
using FsCheck.Fluent;

namespace Continuo.Rtp.Tests.Wire;

public sealed class RtpPacketTests
{
    [Fact]
    public void A_packet_has_the_bytes_of_the_standard()
    {
        var bytes = new byte[12];
        var length = new RtpHeader(97, 0x1234, 0x56789ABC, 0xDEF01234, Marker: true).WriteTo(bytes);
        Assert.Equal(12, length);
        Assert.Equal([0x80, 0xE1, 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF0, 0x12, 0x34], bytes);
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        Prop.ForAll<(byte Type, ushort Sequence, uint Timestamp,
            uint Ssrc), (bool Marker, uint[] Contributors, byte[] Extension), byte[]>((fixedPart, variable, payload) =>
        {
            var contributors = variable.Contributors.Take(15).ToArray();
            var extension = variable.Extension[..(variable.Extension.Length / 4 * 4)];
            var header = new RtpHeader(
                (byte)(fixedPart.Type & 127), fixedPart.Sequence, fixedPart.Timestamp, fixedPart.Ssrc, variable.Marker);
            var bytes = new byte[12 + 60 + 4 + extension.Length + payload.Length + 16];
            var at = header.WriteTo(bytes, contributors, 0xABCD, extension);
            payload.CopyTo(bytes, at);
            var length = RtpHeader.Pad(bytes, at + payload.Length, 4 + payload.Length % 9);

            Assert.True(RtpPacket.TryParse(bytes.AsSpan(0, length), out var packet));
            Assert.Equal(header, packet.Header);
            Assert.Equal(contributors.Length, packet.ContributorCount);
            for (var i = 0; i < contributors.Length; i++) Assert.Equal(contributors[i], packet.Contributor(i));
            Assert.Equal(extension, packet.Extension);
            Assert.Equal(extension.Length > 0 ? 0xABCD : 0, packet.ExtensionProfile);
            Assert.Equal(payload, packet.Payload);
        }).Holds();
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("80610001000000000000", "too short")]
    [InlineData("406100010000000000000001", "version 1")]
    [InlineData("8F6100010000000000000001", "contributors that are not there")]
    [InlineData("906100010000000000000001", "an extension that is not there")]
    [InlineData("906100010000000000000001BEDE0001", "an extension longer than the packet")]
    [InlineData("A06100010000000000000001000000", "padding of length 0")]
    [InlineData("A061000100000000000000010000FF", "padding longer than the packet")]
    public void What_is_malformed_is_refused(string hex, string why) =>
        Assert.False(RtpPacket.TryParse(Convert.FromHexString(hex), out _), why);

    [Fact]
    public void A_packet_of_padding_only_is_empty()
    {
        Assert.True(RtpPacket.TryParse(Convert.FromHexString("A0610001000000000000000100000004"), out var packet));
        Assert.True(packet.Payload.IsEmpty);
    }

    [Fact]
    public void Rtcp_on_the_same_port_is_told_apart()
    {
        Assert.True(RtpPacket.IsRtcp([0x81, 200, 0, 6]));
        Assert.False(RtpPacket.IsRtcp([0x80, 97 | 0x80, 0, 6]));
        Assert.False(RtpPacket.IsRtcp([0x80]));
    }

    [Fact]
    public void Reading_and_writing_allocates_nothing()
    {
        var bytes = new byte[1500];
        var sum = Exchange(bytes);
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 1000; i++) sum += Exchange(bytes);
        }, calls: 1));
        Assert.NotEqual(0, sum);
    }

    private static long Exchange(byte[] bytes)
    {
        var at = new RtpHeader(97, 1, 2, 3).WriteTo(bytes, [1, 2], 5, [1, 2, 3, 4]);
        return RtpPacket.TryParse(bytes.AsSpan(0, RtpHeader.Pad(bytes, at + 33, 8)), out var packet)
            ? packet.Payload.Length + packet.Contributor(1)
            : 0;
    }
}
