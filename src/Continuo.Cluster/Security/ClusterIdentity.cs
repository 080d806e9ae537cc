using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Continuo.Cluster.Security;

/// <summary>
/// What a node shows to another one: a certificate that it signs itself, with a key pair that follows from the cluster's name and key.
/// Anyone who has the cluster's key has the same pair, and no one else; so there is nothing to issue, to distribute or to renew. Immutable,
/// thread-safe.
/// </summary>
internal sealed class ClusterIdentity : IDisposable
{
    private const int Iterations = 600_000; // so that a short key cannot be found by trying
    private static readonly TimeSpan Validity = TimeSpan.FromDays(20 * 365);

    // Order of the curve's group (SEC 2, 2.4.2).
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.AllowHexSpecifier,
        System.Globalization.CultureInfo.InvariantCulture);

    private readonly byte[] _publicKey;

    /// <summary>Derives the pair, which takes a tenth of a second.</summary>
    public ClusterIdentity(NodeOptions options)
    {
        // 64 bits more than the order has: the remainder is as good as evenly distributed (FIPS 186-5, A.2.1).
        var salt = Encoding.UTF8.GetBytes($"continuo nodes\n{options.Cluster}");
        var seed = Rfc2898DeriveBytes.Pbkdf2(options.Key, salt, Iterations, HashAlgorithmName.SHA256, 40);
        var secret = (new BigInteger(seed, isUnsigned: true, isBigEndian: true) % (Order - 1)) + 1;
        var scalar = new byte[32];
        var bytes = secret.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(scalar, scalar.Length - bytes.Length);
        using var pair = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
        _publicKey = pair.ExportSubjectPublicKeyInfo();
        var request = new CertificateRequest($"CN={options.Name}", pair, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now + Validity);
        Certificate = X509CertificateLoader.LoadPkcs12(
            made.Export(X509ContentType.Pkcs12), null); // with a key that TLS of every platform takes
    }

    /// <summary>With the private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>
    /// Whether a certificate is one of a node of this cluster. That its owner has the private key is proved by the handshake.
    /// </summary>
    public bool IsOurs(X509Certificate? certificate) =>
        certificate is X509Certificate2 shown && shown.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(_publicKey);

    public void Dispose() => Certificate.Dispose();
}
