using System.Security.Cryptography;

namespace Continuo.WebRtc.Sdp;

/// <summary>The SHA-256 of a certificate (RFC 8122, 5), by which each side recognizes the other's. Immutable.</summary>
internal sealed class DtlsFingerprint
{
    private const string Name = "sha-256";

    private readonly byte[] _hash;

    private DtlsFingerprint(byte[] hash) => _hash = hash;

    /// <summary>The fingerprint of a certificate.</summary>
    /// <param name="certificate">The certificate in DER.</param>
    public static DtlsFingerprint Of(ReadOnlySpan<byte> certificate) => new(SHA256.HashData(certificate));

    /// <summary>Parses the value of <c>a=fingerprint</c>.</summary>
    /// <returns><see langword="null"/> if it is of another algorithm, or malformed.</returns>
    public static DtlsFingerprint? Parse(string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !words[0].Equals(Name, StringComparison.OrdinalIgnoreCase)) return null;
        var text = words[1];
        var hash = new byte[SHA256.HashSizeInBytes];
        if (text.Length != 3 * hash.Length - 1) return null;
        for (var i = 0; i < hash.Length; i++)
        {
            if (i > 0 && text[3 * i - 1] != ':') return null;
            if (!char.IsAsciiHexDigit(text[3 * i]) || !char.IsAsciiHexDigit(text[3 * i + 1])) return null;
            hash[i] = Convert.ToByte(text.Substring(3 * i, 2), 16);
        }

        return new DtlsFingerprint(hash);
    }

    /// <summary>Whether it is that of a certificate.</summary>
    /// <param name="certificate">The certificate in DER.</param>
    public bool IsOf(ReadOnlySpan<byte> certificate)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(certificate, hash);
        return CryptographicOperations.FixedTimeEquals(hash, _hash);
    }

    /// <summary>The value of <c>a=fingerprint</c>.</summary>
    public override string ToString() => $"{Name} {BitConverter.ToString(_hash).Replace('-', ':')}";
}
