using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Continuo.WebRtc.Sdp;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Continuo.WebRtc.Dtls.BouncyCastle;

/// <summary>
/// A self-signed certificate with an ECDSA key on P-256, as RFC 8827 (6.5) requires. Peers know it by its fingerprint only. Immutable.
/// </summary>
internal sealed class BouncyCertificate
{
    private readonly AsymmetricKeyParameter _key;
    private readonly byte[] _encoded;

    /// <summary>Creates a new key and certificate.</summary>
    public BouncyCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=Continuo", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        // A day early, for peers whose clock is slow. No peer checks the end: the fingerprint is exchanged at each session.
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        _encoded = certificate.Export(X509ContentType.Cert);
        _key = PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey());
        Fingerprint = DtlsFingerprint.Of(_encoded);
    }

    /// <summary>Its fingerprint.</summary>
    public DtlsFingerprint Fingerprint { get; }

    /// <summary>Creates the credentials of one handshake.</summary>
    public TlsCredentialedSigner CreateSigner(TlsContext context, BcTlsCrypto crypto)
    {
        var chain = new Certificate([new BcTlsCertificate(crypto, _encoded)]);
        var algorithm = SignatureAndHashAlgorithm.GetInstance(Org.BouncyCastle.Tls.HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
        return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, _key, chain, algorithm);
    }
}
