using System.Security.Cryptography;

namespace Continuo.Rtp.Srtp;

/// <summary>
/// Master keys and salts of both directions as the exporter of a DTLS handshake gives them (RFC 5764, 4.2). Not thread-safe.
/// </summary>
internal sealed class SrtpKeyingMaterial : IDisposable
{
    private readonly byte[] _material;
    private readonly int _saltBytes;

    /// <summary>Takes a copy of exported bytes.</summary>
    /// <param name="profile">The negotiated profile.</param>
    /// <param name="exported"><see cref="Bytes"/>: the client's key, the server's key, the client's salt, the server's salt.</param>
    /// <exception cref="ArgumentException">The profile is unknown, or the length is not that of the profile.</exception>
    public SrtpKeyingMaterial(SrtpProfile profile, ReadOnlySpan<byte> exported)
    {
        if (!profile.IsKnown()) throw new ArgumentException($"SRTP profile {(int)profile} is unknown", nameof(profile));
        if (exported.Length != Bytes(profile))
        {
            throw new ArgumentException($"{exported.Length} bytes of keying material, not {Bytes(profile)}", nameof(exported));
        }

        Profile = profile;
        _saltBytes = profile.SaltBytes();
        _material = exported.ToArray();
    }

    /// <summary>Label of the exporter (RFC 5764, 4.2); it is used without a context.</summary>
    public const string ExporterLabel = "EXTRACTOR-dtls_srtp";

    /// <summary>The negotiated profile.</summary>
    public SrtpProfile Profile { get; }

    /// <summary>Number of bytes to export for a profile.</summary>
    public static int Bytes(SrtpProfile profile) => 2 * (SrtpProfiles.KeyBytes + profile.SaltBytes());

    /// <summary>Creates the object that protects what we send.</summary>
    /// <param name="isClient">Whether we were the client of the handshake.</param>
    public SrtpProtector CreateProtector(bool isClient) => new(Profile, Key(isClient), Salt(isClient));

    /// <summary>Creates the object that unprotects what we receive.</summary>
    /// <param name="isClient">Whether we were the client of the handshake.</param>
    public SrtpUnprotector CreateUnprotector(bool isClient) => new(Profile, Key(!isClient), Salt(!isClient));

    /// <summary>Overwrites the keys.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_material);

    private ReadOnlySpan<byte> Key(bool ofClient) => _material.AsSpan(ofClient ? 0 : SrtpProfiles.KeyBytes, SrtpProfiles.KeyBytes);

    private ReadOnlySpan<byte> Salt(bool ofClient) => _material.AsSpan(2 * SrtpProfiles.KeyBytes + (ofClient ? 0 : _saltBytes), _saltBytes);
}
