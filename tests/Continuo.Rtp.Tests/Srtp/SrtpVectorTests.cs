using Continuo.Rtp.Srtp;

namespace Continuo.Rtp.Tests.Srtp;

/// <summary>
/// The test vectors of RFC 3711 and RFC 7714, and libsrtp's for a whole packet of the counter profile, for which the RFC has none.
/// </summary>
public sealed class SrtpVectorTests
{
    private const string MasterKey = "E1F97A0D3E018BE0D64FA32C06DE4139";
    private const string MasterSalt = "0EC675AD498AFEEBB6960B3AABE6";
    private const string QuidProQuo = "517569642070726F2071756F";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_key_stream_is_that_of_RFC_3711_B2(bool accelerated)
    {
        if (accelerated) Assert.True(AesCounter.IsAccelerated, "this processor has no AES instructions");
        using var aes = new AesCounter(Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"), accelerated);
        var stream = new byte[0xFF02 * 16];
        aes.Xor(stream, 0xF0F1F2F3F4F5F6F7, 0xF8F9FAFBFCFD0000);
        Assert.Equal(
            "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0",
            Convert.ToHexString(stream, 0, 48));
        Assert.Equal("EC8CDF7398607CB0F2D21675EA9EA1E4362B7C3C6773516318A077D7FC5073AE6A2CC3787889374FBEB4C81B17BA6C44",
            Convert.ToHexString(stream, 0xFEFF * 16, 48));
    }

    [Theory]
    [InlineData(SrtpKeyDerivation.Encryption, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(SrtpKeyDerivation.Salt, "30CBBC08863D8C85D49DB34A9AE1")]
    [InlineData(
        SrtpKeyDerivation.Authentication,
        "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC25"
        + "6D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2")]
    public void Keys_are_derived_as_in_RFC_3711_B3(byte label, string expected)
    {
        var key = new byte[expected.Length / 2];
        SrtpKeyDerivation.Derive(Convert.FromHexString(MasterKey), Convert.FromHexString(MasterSalt), label, key);
        Assert.Equal(expected, Convert.ToHexString(key));
    }

    [Fact]
    public void A_packet_of_the_counter_profile_is_protected_as_libsrtp_documents_it()
    {
        const string Plain = "800F1234DECAFBADCAFEBABEABABABABABABABABABABABABABABABAB";
        const string Protected = "800F1234DECAFBADCAFEBABE4E55DC4CE79978D88CA4D215949D2402B78D6ACC99EA179B8DBB";
        using var protector = new SrtpProtector(SrtpProfile.Aes128CounterSha1,
            Convert.FromHexString(MasterKey), Convert.FromHexString(MasterSalt));
        using var unprotector = new SrtpUnprotector(SrtpProfile.Aes128CounterSha1,
            Convert.FromHexString(MasterKey), Convert.FromHexString(MasterSalt));
        AreEachOther(protector, unprotector, Plain, Protected);
    }

    [Fact]
    public void A_packet_is_protected_as_in_RFC_7714_16_1()
    {
        const string Plain = "8040F17B8041F8D35501A0B247616C6C696120657374206F6D6E69732064697669736120696E207061727465732074726573";
        const string Protected =
            "8040F17B8041F8D35501A0B2F24DE3A3FB34DE6CACBA861C9D7E4BCABE633BD50D294E6F42A5F47A51C7D19B"
            + "36DE3ADF8833899D7F27BEB16A9152CF765EE4390CCE";
        using var protector = new SrtpProtector(SessionCipher(), SessionCipher());
        using var unprotector = new SrtpUnprotector(SessionCipher(), SessionCipher());
        AreEachOther(protector, unprotector, Plain, Protected);
    }

    [Fact]
    public void A_report_is_protected_as_in_RFC_7714_17_1()
    {
        const string Plain = "81C8000D4D6172734E5450314E545032525450200000042A0000E9304C756E61DEADBEEFDEADBEEFDEADBEEFDEADBEEFDEADBEEF";
        const string Protected =
            "81C8000D4D61727363E94885DCDAB67CA727D7662F6B7E997FF5C0F76C06F32DC676A5F1730D6FDA4CE09B4686303"
            + "DED0BB9275BC84AA45896CF4D2FC5ABF87245D9EADE800005D4";
        const uint Ssrc = 0x4D617273;
        using var cipher = SessionCipher();
        var packet = Convert.FromHexString(Plain + new string('0', 40));
        cipher.SealRtcp(packet, Ssrc, 0x5D4);
        Assert.Equal(Protected, Convert.ToHexString(packet));

        using var unprotector = new SrtpUnprotector(SessionCipher(), SessionCipher());
        Assert.Equal(SrtpVerdict.Accepted, unprotector.UnprotectRtcp(packet, out var length));
        Assert.Equal(Plain, Convert.ToHexString(packet, 0, length));
    }

    [Fact]
    public void A_report_that_is_not_encrypted_is_refused()
    {
        // RFC 7714, 17.3: authentic, but neither profile sends such.
        const string Tagged =
            "81C8000D4D6172734E5450314E545032525450200000042A0000E9304C756E61DEADBEEFDEADBEEFDEADBEEFDEADBEEFDEADBEEF"
            + "841DD9683DD78EC92AE58790125F62B3000005D4";
        using var unprotector = new SrtpUnprotector(SessionCipher(), SessionCipher());
        Assert.Equal(SrtpVerdict.Malformed, unprotector.UnprotectRtcp(Convert.FromHexString(Tagged), out _));
    }

    // The vectors of RFC 7714 give the session's keys.
    private static GcmCipher SessionCipher()
    {
        using var keys = new SrtpSessionKeys(
            Convert.FromHexString("000102030405060708090A0B0C0D0E0F"),
            [], Convert.FromHexString(QuidProQuo));
        return new GcmCipher(keys);
    }

    private static void AreEachOther(SrtpProtector protector, SrtpUnprotector unprotector, string plain, string expected)
    {
        var bytes = Convert.FromHexString(plain);
        var packet = new byte[bytes.Length + protector.RtpOverhead];
        bytes.CopyTo(packet, 0);
        Assert.Equal(packet.Length, protector.Protect(packet, bytes.Length));
        Assert.Equal(expected, Convert.ToHexString(packet));
        Assert.Equal(SrtpVerdict.Accepted, unprotector.Unprotect(packet, out var length));
        Assert.Equal(plain, Convert.ToHexString(packet, 0, length));
    }
}
