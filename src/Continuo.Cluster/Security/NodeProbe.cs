using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Continuo.Cluster.Security;

/// <summary>Asks a node which key it has, by a handshake.</summary>
internal static class NodeProbe
{
    /// <summary>Asks.</summary>
    public static async Task<(ProbeAnswer Kind, string Reason)> AskAsync(IPEndPoint node, ClusterIdentity identity, TimeSpan timeout,
        CancellationToken cancellation)
    {
        var answer = ProbeAnswer.None;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            using var client = new TcpClient(node.AddressFamily);
            await client.ConnectAsync(node, limit.Token).ConfigureAwait(false);
            using var secure = new SslStream(client.GetStream());
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "continuo",
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificates = [identity.Certificate],
                RemoteCertificateValidationCallback = (_, certificate, _, _) => Take(certificate),
            }, limit.Token).ConfigureAwait(false);
            return (answer, "");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (answer, "it is silent");
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
        {
            return (answer, e.Message.TrimEnd('.'));
        }

        bool Take(X509Certificate? certificate)
        {
            answer = identity.IsOurs(certificate) ? ProbeAnswer.OurKey : ProbeAnswer.OtherKey;
            return answer == ProbeAnswer.OurKey;
        }
    }

    /// <summary>
    /// Shakes hands with itself once: what is compiled then would be late in the first handshake with another node, who would take the node
    /// for dead.
    /// </summary>
    public static async Task WarmUpAsync(ClusterIdentity identity, CancellationToken cancellation)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            var accepted = AcceptAsync();
            await AskAsync((IPEndPoint)listener.LocalEndpoint, identity, TimeSpan.FromSeconds(10), cancellation).ConfigureAwait(false);
            await accepted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            listener.Stop();
        }

        async Task AcceptAsync()
        {
            using var client = await listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
            using var secure = new SslStream(client.GetStream());
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = identity.Certificate,
                ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => identity.IsOurs(certificate),
            }, cancellation).ConfigureAwait(false);
        }
    }
}
