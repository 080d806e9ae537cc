using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Continuo.Audio;
using Continuo.Mumble.Protocol;

namespace Continuo.Mumble.Control;

/// <summary>The encrypted connection to a server whose certificate has been checked.</summary>
internal sealed class TlsLink : IDisposable
{
    private readonly TcpClient _client;

    internal TlsLink(TcpClient client, Stream stream)
    {
        _client = client;
        Control = new ControlStream(stream);
    }

    /// <summary>The messages.</summary>
    public ControlStream Control { get; }

    /// <summary>Address of the server, for UDP.</summary>
    public IPEndPoint Peer
    {
        get
        {
            var peer = (IPEndPoint)_client.Client.RemoteEndPoint!;
            return peer.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(peer.Address.MapToIPv4(), peer.Port) : peer;
        }
    }

    /// <summary>Connects, and checks the server's certificate before anything is sent.</summary>
    /// <exception cref="AudioException">The server cannot be reached, or is not trusted.</exception>
    public static async Task<TlsLink> ConnectAsync(MumbleOptions options, CancellationToken cancellation)
    {
        var directory = options.KeptIn;
        var own = OwnCertificate.Load(directory, options.Identity);
        var client = new TcpClient { NoDelay = true, SendTimeout = 5000 }; // ms: a server that does not read is lost
        try
        {
            await client.ConnectAsync(options.Host, options.Port, cancellation).ConfigureAwait(false);
            AudioException? distrust = null;
            var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false);
            var greeting = stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = options.Host,
                    ClientCertificates = [own],
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => own,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    RemoteCertificateValidationCallback = (_, remote, _, errors) =>
                        errors == SslPolicyErrors.None || options.IsInsecure || IsKnown(remote),
                },
                cancellation);
            try
            {
                await greeting.ConfigureAwait(false);
            }
            catch (AuthenticationException) when (distrust is not null)
            {
                throw distrust;
            }

            return new TlsLink(client, stream);

            // Mumble servers sign their own certificates.
            bool IsKnown(X509Certificate? remote)
            {
                try
                {
                    new KnownServers(directory).Check(options.Server, remote?.GetRawCertData());
                    return true;
                }
                catch (AudioException e)
                {
                    distrust = e;
                    return false;
                }
            }
        }
        catch (Exception e)
        {
            client.Dispose();
            if (e is SocketException or IOException or AuthenticationException) throw Explain(options, e);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Client?.Close(0); // ends reads and writes in progress
        Control.Dispose();
        _client.Dispose();
    }

    private static AudioException Explain(MumbleOptions options, Exception e) => e switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } =>
            new(AudioErrorCode.NotFound, options.ToString(), $"there is no host '{options.Host}'", "Check the name", e),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            new(AudioErrorCode.ServerUnavailable, options.ToString(), $"nothing listens on port {options.Port}",
                "Start the server, or give its port as mumble://host:port", e),
        SocketException => new(AudioErrorCode.ServerUnavailable, options.ToString(), e.Message.TrimEnd('.'), "Check the network", e),
        AuthenticationException => new(AudioErrorCode.Unsupported, options.ToString(), "it does not speak TLS as Mumble servers do",
            "Check the port", e),
        _ => new(AudioErrorCode.ServerUnavailable, options.ToString(),
            "the server closed the connection during the TLS handshake: it may have banned this address, or is no Mumble server",
            "Try again later, or check the port", e),
    };
}
