using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Continuo.Rtp.Srtp;

namespace Continuo.Cluster.Bundles;

/// <summary>Derives the keys of the bundles from the cluster's key (HKDF-SHA-256, RFC 5869). Thread-safe.</summary>
/// <param name="clusterKey">The key that all nodes have.</param>
internal sealed class BundleKeys(string clusterKey)
{
    private const int SaltBytes = 12; // of AEAD_AES_128_GCM
    private const int NonceBytes = 32;

    private readonly byte[] _key = HKDF.Extract(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(clusterKey), Encoding.UTF8.GetBytes("continuo bundles 1"));

    /// <summary>New random bytes for an invitation.</summary>
    public static byte[] NewNonce() => RandomNumberGenerator.GetBytes(NonceBytes);

    /// <summary>What protects the bundles from one node to another.</summary>
    /// <param name="from">Name of the sending node.</param>
    /// <param name="run">
    /// Random number of the sender's process: a sender that starts again counts its packets from the start again, and needs another key.
    /// </param>
    /// <param name="to">Name of the receiving node.</param>
    /// <param name="invitation">The receiver's invitation.</param>
    public SrtpProtector CreateProtector(string from, ulong run, string to, BundleInvitation invitation)
    {
        Span<byte> keys = stackalloc byte[SrtpProfiles.KeyBytes + SaltBytes];
        Derive(from, run, to, invitation, keys);
        var protector = new SrtpProtector(SrtpProfile.AeadAes128Gcm, keys[..SrtpProfiles.KeyBytes], keys[SrtpProfiles.KeyBytes..]);
        CryptographicOperations.ZeroMemory(keys);
        return protector;
    }

    /// <inheritdoc cref="CreateProtector"/>
    public SrtpUnprotector CreateUnprotector(string from, ulong run, string to, BundleInvitation invitation)
    {
        Span<byte> keys = stackalloc byte[SrtpProfiles.KeyBytes + SaltBytes];
        Derive(from, run, to, invitation, keys);
        var unprotector = new SrtpUnprotector(SrtpProfile.AeadAes128Gcm, keys[..SrtpProfiles.KeyBytes], keys[SrtpProfiles.KeyBytes..]);
        CryptographicOperations.ZeroMemory(keys);
        return unprotector;
    }

    private void Derive(string from, ulong run, string to, BundleInvitation invitation, Span<byte> keys)
    {
        // A node's name has no line feed, so no two pairs have the same text.
        var names = Encoding.UTF8.GetBytes($"{from}\n{to}\n");
        Span<byte> numbers = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64BigEndian(numbers, run);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[sizeof(ulong)..], invitation.Ssrc);
        HKDF.Expand(HashAlgorithmName.SHA256, _key, keys, [.. names, .. numbers, .. invitation.Nonce]);
    }
}
