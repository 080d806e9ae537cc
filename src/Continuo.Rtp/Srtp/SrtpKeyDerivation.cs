using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// Derives session keys from a master key and salt (RFC 3711, 4.3) with a key derivation rate of 0. Thread-safe; allocates.
/// </summary>
internal static class SrtpKeyDerivation
{
    /// <summary>Label of the key that encrypts RTP; the keys of RTCP have the labels 3, 4 and 5.</summary>
    public const byte Encryption = 0;

    /// <summary>Label of the key that authenticates RTP.</summary>
    public const byte Authentication = 1;

    /// <summary>Label of the salt of RTP.</summary>
    public const byte Salt = 2;

    /// <summary>Added to a label: the key is for RTCP.</summary>
    public const byte ForRtcp = 3;

    /// <summary>Derives a key.</summary>
    /// <param name="masterKey">16 bytes.</param>
    /// <param name="masterSalt">14 bytes, or 12 for AES-GCM, which are followed by zeros (RFC 7714, 11).</param>
    /// <param name="label">Purpose of the key.</param>
    /// <param name="key">Filled with the key.</param>
    public static void Derive(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, byte label, Span<byte> key)
    {
        // x = label ‖ index DIV rate (zero), XOR salt; the key stream begins at x · 2¹⁶ (4.3.3).
        Span<byte> counter = stackalloc byte[16];
        counter.Clear();
        masterSalt.CopyTo(counter);
        counter[7] ^= label;
        using var aes = Aes.Create();
        aes.SetKey(masterKey);
        Span<byte> block = stackalloc byte[16];
        for (var (at, number) = (0, (ushort)0); at < key.Length; at += 16, number++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(counter[14..], number);
            aes.EncryptEcb(counter, block, PaddingMode.None);
            block[..Math.Min(16, key.Length - at)].CopyTo(key[at..]);
        }

        CryptographicOperations.ZeroMemory(block);
    }
}
