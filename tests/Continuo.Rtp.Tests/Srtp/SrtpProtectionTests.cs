using Continuo.Rtp.Srtp;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Srtp;

public sealed class SrtpProtectionTests
{
    public static TheoryData<int> Profiles => [1, 7];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_packet_in_which_any_bit_was_changed_is_refused_and_the_true_one_accepted_afterwards(int profile)
    {
        var rig = new SrtpRig(profile);
        using var protector = rig.Protector();
        using var unprotector = rig.Unprotector();
        var buffer = new byte[600];
        var packet = buffer.AsSpan(0, protector.Protect(buffer, Write(buffer, 9))).ToArray();
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            var changed = packet.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var verdict = unprotector.Unprotect(changed, out var none);
            Assert.True(verdict is SrtpVerdict.NotAuthentic or SrtpVerdict.Malformed, $"bit {bit}: {verdict}");
            Assert.Equal(0, none);
        }

        Assert.Equal(SrtpVerdict.Accepted, unprotector.Unprotect(packet, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_report_in_which_any_bit_was_changed_is_refused(int profile)
    {
        var rig = new SrtpRig(profile);
        using var protector = rig.Protector();
        using var unprotector = rig.Unprotector();
        var buffer = new byte[600];
        var packet = buffer.AsSpan(0, protector.ProtectRtcp(buffer, rig.WriteRtcp(buffer))).ToArray();
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            var changed = packet.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var verdict = unprotector.UnprotectRtcp(changed, out _);
            Assert.True(verdict is SrtpVerdict.NotAuthentic or SrtpVerdict.Malformed, $"bit {bit}: {verdict}");
        }

        Assert.Equal(SrtpVerdict.Accepted, unprotector.UnprotectRtcp(packet, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Packets_that_are_cut_off_anywhere_are_refused(int profile)
    {
        var rig = new SrtpRig(profile);
        using var protector = rig.Protector();
        using var unprotector = rig.Unprotector();
        var buffer = new byte[600];
        var rtp = buffer.AsSpan(0, protector.Protect(buffer, Write(buffer, 9))).ToArray();
        var rtcp = buffer.AsSpan(0, protector.ProtectRtcp(buffer, rig.WriteRtcp(buffer))).ToArray();
        for (var length = 0; length < rtp.Length; length++)
        {
            Assert.NotEqual(SrtpVerdict.Accepted, unprotector.Unprotect(rtp.AsSpan(0, length).ToArray(), out _));
        }

        for (var length = 0; length < rtcp.Length; length++)
        {
            Assert.NotEqual(SrtpVerdict.Accepted, unprotector.UnprotectRtcp(rtcp.AsSpan(0, length).ToArray(), out _));
        }
    }

    [Fact]
    public void A_sequence_number_that_was_used_is_not_protected_again()
    {
        using var protector = new SrtpRig(7).Protector();
        var buffer = new byte[600];
        protector.Protect(buffer, Write(buffer, 1000));
        protector.Protect(buffer, Write(buffer, 1002));
        protector.Protect(buffer, Write(buffer, 1001)); // late, but new
        Assert.Throws<InvalidOperationException>(() => protector.Protect(buffer, Write(buffer, 1001)));
        Assert.Throws<InvalidOperationException>(() => protector.Protect(buffer, Write(buffer, 1002 - ReplayWindow.Packets)));
    }

    [Fact]
    public void What_is_no_packet_is_not_protected()
    {
        using var protector = new SrtpRig(7).Protector();
        Assert.Throws<ArgumentException>(() => protector.Protect(new byte[100], 50)); // version 0
        var buffer = new byte[100];
        var length = new RtpHeader(111, 1, 2, 3).WriteTo(buffer);
        Assert.Throws<ArgumentException>(() => protector.Protect(buffer.AsSpan(0, length + 15), length)); // a byte too short for the tag
        Assert.Throws<ArgumentException>(() => protector.ProtectRtcp(buffer, 7));
    }

    [Fact]
    public void Sources_are_told_apart_and_bounded()
    {
        var rig = new SrtpRig(1);
        using var protector = rig.Protector();
        using var unprotector = rig.Unprotector();
        using var forger = new SrtpRig(1).Protector();
        var buffer = new byte[600];
        for (uint ssrc = 0; ssrc < SourceWindows.MaxSources; ssrc++)
        {
            // An own roll-over counter each: those of even number turn over.
            foreach (var sequence in (int[])(ssrc % 2 == 0 ? [65_535, 0] : [7, 8]))
            {
                var length = protector.Protect(buffer, Write(buffer, sequence, ssrc));
                Assert.Equal(SrtpVerdict.Accepted, unprotector.Unprotect(buffer.AsSpan(0, length), out _));
            }
        }

        Assert.Throws<InvalidOperationException>(() => protector.Protect(buffer, Write(buffer, 1, 99)));
        var more = forger.Protect(buffer, Write(buffer, 1, 99));
        Assert.Equal(SrtpVerdict.TooManySources, unprotector.Unprotect(buffer.AsSpan(0, more), out _));
        more = protector.Protect(buffer, Write(buffer, 9, 3));
        Assert.Equal(SrtpVerdict.Accepted, unprotector.Unprotect(buffer.AsSpan(0, more), out _));
    }

    /// <summary>RFC 5764, 4.2: client key, server key, client salt, server salt.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void Exported_keys_are_in_the_order_of_the_standard(int number)
    {
        var profile = (SrtpProfile)number;
        var exported = Enumerable.Range(0, SrtpKeyingMaterial.Bytes(profile)).Select(i => (byte)i).ToArray();
        Assert.Equal(number == 1 ? 60 : 56, exported.Length);
        var salt = profile.SaltBytes();
        using var material = new SrtpKeyingMaterial(profile, exported);
        foreach (var isClient in (bool[])[true, false])
        {
            using var expected = new SrtpProtector(profile,
                exported.AsSpan(isClient ? 0 : 16, 16), exported.AsSpan(isClient ? 32 : 32 + salt, salt));
            using var ours = material.CreateProtector(isClient);
            using var others = material.CreateUnprotector(!isClient);
            var (a, b) = (new byte[300], new byte[300]);
            var length = expected.Protect(a, Write(a, 5));
            Assert.Equal(length, ours.Protect(b, Write(b, 5)));
            Assert.Equal(a, b);
            Assert.Equal(SrtpVerdict.Accepted, others.Unprotect(b.AsSpan(0, length), out _));
        }

        Assert.Throws<ArgumentException>(() => new SrtpKeyingMaterial(profile, exported.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => new SrtpKeyingMaterial((SrtpProfile)8, exported));
    }

    [Fact]
    public void A_shared_payload_is_protected_behind_each_listeners_header()
    {
        var rig = new SrtpRig(7);
        using var one = rig.Protector();
        using var other = rig.Protector();
        var payload = Enumerable.Range(0, 240).Select(i => (byte)i).ToArray();
        var header = new byte[RtpHeader.Bytes];
        new RtpHeader(111, 3, 960, 1).WriteTo(header);
        var (a, b) = (new byte[300], new byte[300]);
        var length = one.Protect(header, payload, a);
        header.CopyTo(b, 0);
        payload.CopyTo(b, header.Length);
        Assert.Equal(length, other.Protect(b, header.Length + payload.Length));
        Assert.Equal(a, b);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1500)]
    public void The_portable_cipher_gives_the_same_key_stream(int length)
    {
        var key = Enumerable.Range(0, 16).Select(i => (byte)(i * 11)).ToArray();
        using var fast = new AesCounter(key, accelerated: true);
        using var portable = new AesCounter(key, accelerated: false);
        var (a, b) = (new byte[length], new byte[length]);
        fast.Xor(a, 0x0123456789ABCDEF, 0xFEDCBA98FFFFFFFE); // turns over after two blocks
        portable.Xor(b, 0x0123456789ABCDEF, 0xFEDCBA98FFFFFFFE);
        Assert.Equal(a, b);
    }

    private static int Write(Span<byte> buffer, int sequence, uint ssrc = 1)
    {
        var at = new RtpHeader(111, (ushort)sequence, 960, ssrc).WriteTo(buffer);
        buffer.Slice(at, 50).Fill(0x5A);
        return at + 50;
    }
}
