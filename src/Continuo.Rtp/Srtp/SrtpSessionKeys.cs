using System.Security.Cryptography;

namespace Continuo.Rtp.Srtp;

/// <summary>The session keys of RTP or of RTCP in one direction. Not thread-safe.</summary>
internal sealed class SrtpSessionKeys : IDisposable
{
    /// <summary>Takes given keys.</summary>
    /// <param name="encryption">16 bytes.</param>
    /// <param name="authentication">20 bytes; empty for AES-GCM.</param>
    /// <param name="salt">14 bytes, 12 for AES-GCM.</param>
    public SrtpSessionKeys(ReadOnlySpan<byte> encryption, ReadOnlySpan<byte> authentication, ReadOnlySpan<byte> salt)
    {
        Encryption = encryption.ToArray();
        Authentication = authentication.ToArray();
        Salt = salt.ToArray();
    }

    /// <summary>Key of the cipher.</summary>
    public byte[] Encryption { get; }

    /// <summary>Key of the authentication tag.</summary>
    public byte[] Authentication { get; }

    /// <summary>Salt of the initialization vector.</summary>
    public byte[] Salt { get; }

    /// <summary>Derives the keys from a master key and its salt.</summary>
    public static SrtpSessionKeys Derive(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, bool forRtcp)
    {
        var shift = forRtcp ? SrtpKeyDerivation.ForRtcp : (byte)0;
        Span<byte> encryption = stackalloc byte[SrtpProfiles.KeyBytes];
        Span<byte> authentication = stackalloc byte[profile == SrtpProfile.AeadAes128Gcm ? 0 : SrtpProfiles.AuthenticationKeyBytes];
        Span<byte> salt = stackalloc byte[profile.SaltBytes()];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, (byte)(SrtpKeyDerivation.Encryption + shift), encryption);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, (byte)(SrtpKeyDerivation.Authentication + shift), authentication);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, (byte)(SrtpKeyDerivation.Salt + shift), salt);
        var keys = new SrtpSessionKeys(encryption, authentication, salt);
        CryptographicOperations.ZeroMemory(encryption);
        CryptographicOperations.ZeroMemory(authentication);
        CryptographicOperations.ZeroMemory(salt);
        return keys;
    }

    /// <summary>Overwrites the keys.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Encryption);
        CryptographicOperations.ZeroMemory(Authentication);
        CryptographicOperations.ZeroMemory(Salt);
    }
}
