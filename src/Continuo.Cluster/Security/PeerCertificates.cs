using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Continuo.Cluster.Security;

/// <summary>
/// Which certificates of web APIs are those of nodes: the nodes tell each other over connections that they have proved the cluster's key
/// on. So certificates that servers sign themselves are as good as any. Thread-safe.
/// </summary>
internal sealed class PeerCertificates(NodeTable table)
{
    /// <summary>How to connect to another node's web API.</summary>
    public SslClientAuthenticationOptions ClientOptions => new()
    {
        RemoteCertificateValidationCallback = (_, certificate, _, _) => IsOfNode(certificate),
    };

    /// <summary>Whether a node has reported this certificate.</summary>
    internal bool IsOfNode(X509Certificate? certificate) => certificate?.GetCertHashString(HashAlgorithmName.SHA256) is { } fingerprint
        && table.Nodes.Any(n => string.Equals(n.ApiCertificate, fingerprint, StringComparison.OrdinalIgnoreCase));
}
