using System.Security.Cryptography;
using System.Text;

namespace Continuo.Server.Options;

/// <summary>A secret that grants a role. Only its SHA-256 hash is kept. Immutable.</summary>
public sealed class AccessToken
{
    private readonly byte[] _hash;

    private AccessToken(string name, AccessRole role, byte[] hash) => (Name, Role, _hash) = (name, role, hash);

    /// <summary>Name in logs; not secret.</summary>
    public string Name { get; }

    /// <summary>The role it grants.</summary>
    public AccessRole Role { get; }

    /// <summary>Creates a token from the secret itself.</summary>
    public static AccessToken FromSecret(string name, AccessRole role, string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        return new AccessToken(name, role, SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
    }

    /// <summary>Creates a token from the SHA-256 of its secret, in hexadecimal: <c>printf %s SECRET | sha256sum</c>.</summary>
    /// <exception cref="FormatException">It is not 64 hexadecimal digits.</exception>
    public static AccessToken FromHash(string name, AccessRole role, string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        var hash = Convert.FromHexString(sha256);
        return hash.Length == SHA256.HashSizeInBytes
            ? new AccessToken(name, role, hash)
            : throw new FormatException("A SHA-256 hash has 64 hexadecimal digits.");
    }

    /// <summary>Compares with the hash of a presented secret, in a time that depends on neither.</summary>
    internal bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(_hash, hash);

    /// <summary>Whether another token has the same secret: also one that was read from the configuration again.</summary>
    internal bool IsSame(AccessToken other) => Matches(other._hash);

    /// <summary>The name and the role; never the secret.</summary>
    public override string ToString() => $"{Name} ({Role})";
}
