using System.Buffers.Binary;
using System.Security.Cryptography;
using Continuo.Rtp.Srtp;

namespace Continuo.Rtp.Tests.Srtp;

/// <summary>Our AES-GCM against the library's.</summary>
public sealed class GcmKeyTests
{
    /// <summary>Test cases 1 to 4 of the GCM specification (McGrew, Viega), with nonces of 96 bits.</summary>
    [Theory]
    [InlineData("00000000000000000000000000000000", "000000000000000000000000", "", "", "", "58E2FCCEFA7E3061367F1D57A4E7455A")]
    [InlineData("00000000000000000000000000000000", "000000000000000000000000", "00000000000000000000000000000000", "",
        "0388DACE60B6A392F328C2B971B2FE78", "AB6E47D42CEC13BDF53A67B21257BDDF")]
    [InlineData(
        "FEFFE9928665731C6D6A8F9467308308",
        "CAFEBABEFACEDBADDECAF888",
        "D9313225F88406E5A55909C5AFF5269A86A7A9531534F7DA2E4C303D8A318A721C3C0C95956809532FCF0E2449A6B525B16AEDF5AA0DE657BA637B39",
        "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2",
        "42831EC2217774244B7221B784D0D49CE3AA212F2C02A4E035C17E2329ACA12E21D514B25466931C7D8F6A5AAC84AA051BA30B396A0AAC973D58E091",
        "5BC94FBC3221A5DB94FAE95AE7121A47")]
    public void The_specifications_test_cases_hold(string key, string nonce, string plain, string associated, string cipher, string tag)
    {
        foreach (var accelerated in (bool[])[true, false])
        {
            using var gcm = new GcmKey(Convert.FromHexString(key), accelerated);
            var iv = Convert.FromHexString(nonce);
            var body = Convert.FromHexString(plain);
            var written = new byte[16];
            var (high, low) = (BinaryPrimitives.ReadUInt64BigEndian(iv), BinaryPrimitives.ReadUInt32BigEndian(iv.AsSpan(8)));
            gcm.Encrypt(high, low, body, Convert.FromHexString(associated), written);
            Assert.Equal((cipher, tag), (Convert.ToHexString(body), Convert.ToHexString(written)));
            Assert.True(gcm.TryDecrypt(high, low, body, Convert.FromHexString(associated), written));
            Assert.Equal(plain, Convert.ToHexString(body));
        }
    }

    [Fact]
    public void All_lengths_agree_with_the_library()
    {
        Assert.True(GcmKey.IsAccelerated, "this processor lacks the instructions");
        var random = new Mutator(5);
        var key = new byte[16];
        for (var length = 0; length < 700; length++)
        {
            foreach (ref var b in key.AsSpan()) b = (byte)random.Below(256);
            using var ours = new GcmKey(key, accelerated: true);
            using var library = new AesGcm(key, 16);
            var nonce = new byte[12];
            foreach (ref var b in nonce.AsSpan()) b = (byte)random.Below(256);
            var plain = Enumerable.Range(0, length).Select(_ => (byte)random.Below(256)).ToArray();
            var associated = Enumerable.Range(0, random.Below(100)).Select(_ => (byte)random.Below(256)).ToArray();
            var (body, cipher) = (plain.ToArray(), new byte[length]);
            var (tag, expected) = (new byte[16], new byte[16]);
            var (high, low) = (BinaryPrimitives.ReadUInt64BigEndian(nonce), BinaryPrimitives.ReadUInt32BigEndian(nonce.AsSpan(8)));
            ours.Encrypt(high, low, body, associated, tag);
            library.Encrypt(nonce, plain, cipher, expected, associated);
            Assert.Equal(cipher, body);
            Assert.Equal(expected, tag);
            tag[length % 16] ^= 1;
            Assert.False(ours.TryDecrypt(high, low, body, associated, tag));
            tag[length % 16] ^= 1;
            Assert.True(ours.TryDecrypt(high, low, body, associated, tag));
            Assert.Equal(plain, body);
        }
    }

    [Fact]
    public void A_forged_packet_allocates_nothing()
    {
        using var key = new GcmKey(new byte[16], accelerated: true);
        var body = new byte[240];
        var tag = new byte[16];
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            if (key.TryDecrypt(1, 2, body, [3, 4, 5], tag)) throw new InvalidOperationException("accepted");
        }));
    }
}
