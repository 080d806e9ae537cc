using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Continuo.Server.Http;

/// <summary>The certificate that the server listens with. Thread-safe.</summary>
internal sealed class ListenerCertificate
{
    private volatile string _fingerprint = "";

    /// <summary>Its SHA-256 in hexadecimal digits; empty if the server does not encrypt.</summary>
    public string Fingerprint => _fingerprint;

    /// <summary>Takes it.</summary>
    public void Set(X509Certificate2? certificate) => _fingerprint = certificate?.GetCertHashString(HashAlgorithmName.SHA256) ?? "";
}
