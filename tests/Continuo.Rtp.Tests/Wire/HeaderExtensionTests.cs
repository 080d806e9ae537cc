using Continuo.Rtp.Wire;
using FsCheck.Fluent;

namespace Continuo.Rtp.Tests.Wire;

public sealed class HeaderExtensionTests
{
    [Fact]
    public void Elements_are_read_back_in_both_forms()
    {
        Prop.ForAll<bool, (byte Id, byte[] Value)[]>((twoByteForm, input) =>
        {
            var elements = input.Select(e => twoByteForm
                ? (Id: (byte)Math.Max((byte)1, e.Id), Value: e.Value.Take(255).ToArray())
                : (Id: (byte)(1 + e.Id % 14), Value: e.Value.Append((byte)7).Take(16).ToArray())).ToArray();
            var buffer = new byte[elements.Sum(e => e.Value.Length + 2) + 3];
            var writer = new HeaderExtensionWriter(buffer, twoByteForm);
            foreach (var (id, value) in elements) writer.Add(id, value);
            var extension = writer.Complete();
            Assert.Equal(0, extension.Length % 4);

            var reader = new HeaderExtensionReader(writer.Profile, extension);
            foreach (var (id, value) in elements)
            {
                Assert.True(reader.TryRead(out var readId, out var readValue));
                Assert.Equal(id, readId);
                Assert.Equal(value, readValue);
            }

            Assert.False(reader.TryRead(out _, out _));
        }).Holds();
    }

    /// <summary>The example of RFC 8285, 4.2: values of 1, 2 and 4 bytes, and padding between them.</summary>
    [Fact]
    public void Padding_may_stand_anywhere()
    {
        var reader = new HeaderExtensionReader(
            HeaderExtensionReader.OneByteProfile,
            [0x10, 0xAA, 0x21, 0xBB, 0xBB, 0x00, 0x00, 0x33, 0xCC, 0xCC, 0xCC, 0xCC]);
        Assert.True(reader.TryRead(out var id, out var value));
        Assert.Equal((1, 1), (id, value.Length));
        Assert.True(reader.TryRead(out id, out value));
        Assert.Equal((2, 2), (id, value.Length));
        Assert.True(reader.TryRead(out id, out value));
        Assert.Equal((3, 4), (id, value.Length));
        Assert.False(reader.TryRead(out _, out _));
    }

    [Theory]
    [InlineData(0xBEDE, "F0AA10BB", "number 15 ends it")]
    [InlineData(0xBEDE, "05AA10BB", "number 0 with a length")]
    [InlineData(0xBEDE, "1FAABBCC", "longer than the extension")]
    [InlineData(0xBEDE, "10", "without its value")]
    [InlineData(0x1000, "0105AABB", "longer than the extension")]
    [InlineData(0x1000, "01", "without its length")]
    [InlineData(0xABCD, "10AA0000", "another profile")]
    [InlineData(0xBEDE, "00000000", "padding only")]
    [InlineData(0xBEDE, "", "nothing")]
    public void What_is_malformed_ends_the_elements(int profile, string hex, string why)
    {
        var reader = new HeaderExtensionReader((ushort)profile, Convert.FromHexString(hex));
        Assert.False(reader.TryRead(out _, out _), why);
        Assert.False(reader.TryRead(out _, out _), why);
    }

    [Fact]
    public void The_two_byte_form_is_recognized_with_any_application_bits()
    {
        var reader = new HeaderExtensionReader(0x100F, [20, 1, 0xAA, 0]);
        Assert.True(reader.TryRead(out var id, out var value));
        Assert.Equal((20, 0xAA), (id, value[0]));
    }

    [Fact]
    public void An_element_is_found_in_a_packet_with_contributors_and_padding()
    {
        Span<byte> buffer = stackalloc byte[200];
        Span<byte> elements = stackalloc byte[40];
        var writer = new HeaderExtensionWriter(elements);
        writer.Add(0, [1]); // not used
        new AbsoluteCaptureTime(0xE1234567_80000000).WriteTo(writer.Begin(9, AbsoluteCaptureTime.Bytes));
        writer.Add(1, [new RtpAudioLevel(30, IsVoice: true).ToByte()]);
        writer.Add(2, [10, 20, 127]);
        var profile = writer.Profile;
        var at = new RtpHeader(111, 1, 2, 3).WriteTo(buffer, [7, 8, 9], profile, writer.Complete());
        buffer.Slice(at, 33).Fill(0x33);
        Assert.True(RtpPacket.TryParse(buffer[..RtpHeader.Pad(buffer, at + 33, 16)], out var packet));

        Assert.True(HeaderExtensionReader.TryFind(packet, 9, out var value) && AbsoluteCaptureTime.TryRead(value, out var time)
            && time == new AbsoluteCaptureTime(0xE1234567_80000000));
        Assert.True(HeaderExtensionReader.TryFind(packet, 1, out value) && RtpAudioLevel.TryRead(value, out var level)
            && level == new RtpAudioLevel(30, true));
        Assert.True(HeaderExtensionReader.TryFind(packet, 2, out value));
        Assert.True(RtpAudioLevel.TryRead(value, 2, out var third) && third.Decibels == -127);
        Assert.False(RtpAudioLevel.TryRead(value, 3, out _));
        Assert.False(HeaderExtensionReader.TryFind(packet, 3, out _));
        Assert.False(HeaderExtensionReader.TryFind(packet, 0, out _));
        Assert.Equal((3, 33), (packet.ContributorCount, packet.Payload.Length));
    }

    [Fact]
    public void A_capture_time_is_read_with_and_without_an_offset()
    {
        Span<byte> bytes = stackalloc byte[16];
        var time = new AbsoluteCaptureTime(5, -3);
        Assert.Equal(16, time.WriteTo(bytes));
        Assert.True(AbsoluteCaptureTime.TryRead(bytes, out var read));
        Assert.Equal(time, read);
        Assert.True(AbsoluteCaptureTime.TryRead(bytes[..8], out read));
        Assert.Equal(new AbsoluteCaptureTime(5), read);
        Assert.False(AbsoluteCaptureTime.TryRead(bytes[..9], out _));
    }

    [Theory]
    [InlineData(1f, 0)]
    [InlineData(0.5f, 6)]
    [InlineData(0.1f, 20)]
    [InlineData(1e-9f, 127)]
    [InlineData(0f, 127)]
    [InlineData(2f, 0)]
    [InlineData(float.NaN, 127)]
    public void A_level_is_rounded_to_decibels(float rms, int attenuation) =>
        Assert.Equal(attenuation, RtpAudioLevel.FromRms(rms).Attenuation);

    [Fact]
    public void What_a_form_cannot_hold_is_refused()
    {
        var buffer = new byte[300];
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeaderExtensionWriter(buffer).Add(15, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeaderExtensionWriter(buffer).Add(1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeaderExtensionWriter(buffer).Add(1, new byte[17]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeaderExtensionWriter(buffer, true).Add(1, new byte[256]));
    }
}
