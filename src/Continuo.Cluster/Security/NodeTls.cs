using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Continuo.Cluster.Security;

/// <summary>Encrypts the connections between nodes; both ends prove that they have the cluster's key.</summary>
internal static class NodeTls
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(3);
    private static readonly object IsProved = new();

    /// <summary>Adds it to every connection in and out.</summary>
    public static void UseNodeTls(this ISiloBuilder silo, ClusterIdentity identity)
    {
        silo.Services.AddSingleton(identity);
        silo.Services.AddSingleton<RefusalLog>();
        silo.Configure<SiloConnectionOptions>(o => o.ConfigureSiloInboundConnection(c =>
        {
            var refusals = c.ApplicationServices.GetRequiredService<RefusalLog>();
            c.Use(next => connection => TellAsync(connection, next, refusals));
        }));
        silo.UseTls(o =>
        {
            o.LocalCertificate = identity.Certificate;
            o.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            o.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
            o.RemoteCertificateValidation = (certificate, _, _) => identity.IsOurs(certificate);
            o.SslProtocols = SslProtocols.Tls13;
            o.HandshakeTimeout = HandshakeTimeout;
            o.OnAuthenticateAsClient = static (_, options) => options.TargetHost = "continuo";
        });
        silo.Configure<SiloConnectionOptions>(o => o.ConfigureSiloInboundConnection(static c => c.Use(static next => connection =>
        {
            connection.Items[IsProved] = true; // the handshake is over
            return next(connection);
        })));
    }

    private static async Task TellAsync(ConnectionContext connection, ConnectionDelegate next, RefusalLog refusals)
    {
        await next(connection).ConfigureAwait(false);
        if (!connection.Items.ContainsKey(IsProved)) refusals.Add((connection.RemoteEndPoint as IPEndPoint)?.Address);
    }
}
