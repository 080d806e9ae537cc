using Continuo.Mumble.Voice;

namespace Continuo.Mumble.Tests.Voice;

/// <summary>The published vectors of OCB-AES-128 (draft-krovetz-ocb-00, the algorithm that was later called OCB2).</summary>
public class Ocb2CipherTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    [Theory]
    [InlineData(0, "", "BF3108130773AD5EC70EC69E7875A7B0")]
    [InlineData(8, "C636B3A868F429BB", "A45F5FDEA5C088D1D7C8BE37CABC8C5C")]
    [InlineData(16, "52E48F5D19FE2D9869F0C4A4B3D2BE57", "F7EE49AE7AA5B5E6645DB6B3966136F9")]
    [InlineData(24, "F75D6BC8B4DC8D66B836A2B08B32A636CC579E145D323BEB", "A1A50F822819D6E0A216784AC24AC84C")]
    [InlineData(32, "F75D6BC8B4DC8D66B836A2B08B32A636CEC3C555037571709DA25E1BB0421A27", "09CA6C73F0B5C6C5FD587122D75F2AA3")]
    [InlineData(40, "F75D6BC8B4DC8D66B836A2B08B32A6369F1CD3C5228D79FD6C267F5F6AA7B231C7DFB9D59951AE9C", "9DB0CDF880F73E3E10D4EB3217766688")]
    public void The_published_vectors_hold(int length, string cipher, string tag)
    {
        using var ocb = new Ocb2Cipher(Key);
        var plain = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var (encrypted, made) = (new byte[length], new byte[16]);
        ocb.Encrypt(Key, plain, encrypted, made);
        Assert.Equal((cipher, tag), (Convert.ToHexString(encrypted), Convert.ToHexString(made)));

        var (decrypted, expected) = (new byte[length], new byte[16]);
        Assert.True(ocb.Decrypt(Key, encrypted, decrypted, expected));
        Assert.Equal(plain, decrypted);
        Assert.Equal(made, expected);
    }

    [Fact]
    public void Every_length_comes_back()
    {
        using var ocb = new Ocb2Cipher(Key);
        var random = new Random(7);
        for (var length = 0; length < 200; length++)
        {
            var (plain, cipher, back) = (new byte[length], new byte[length], new byte[length]);
            var (tag, expected) = (new byte[16], new byte[16]);
            random.NextBytes(plain);
            ocb.Encrypt(Key, plain, cipher, tag);
            Assert.True(ocb.Decrypt(Key, cipher, back, expected));
            Assert.Equal(plain, back);
            Assert.Equal(tag, expected);
        }
    }

    /// <summary>eprint.iacr.org/2019/311, section 9: what the attack needs the sender to encrypt is not encrypted as it is.</summary>
    [Fact]
    public void A_next_to_last_block_of_zeroes_is_changed()
    {
        using var ocb = new Ocb2Cipher(Key);
        var (plain, cipher, back, tag) = (new byte[32], new byte[32], new byte[32], new byte[16]);
        plain[15] = 128;
        ocb.Encrypt(Key, plain, cipher, tag);
        ocb.Decrypt(Key, cipher, back, tag);
        Assert.Equal(1, back[0]);
        Assert.Equal(plain[1..], back[1..]);
    }
}
