using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Continuo.Audio;
using StackExchange.Redis;

namespace Continuo.Cluster;

/// <summary>The store that the nodes find each other in.</summary>
/// <param name="Redis">Connection to Redis; <see langword="null"/> if the node keeps it in memory, for itself alone.</param>
internal sealed record MembershipStore(ConfigurationOptions? Redis)
{
    private const int DefaultPort = 6379;

    /// <summary>Reads an address as in <see cref="NodeOptions.Membership"/>.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>.</exception>
    public static MembershipStore Parse(string address)
    {
        if (address == "memory:") return new MembershipStore(Redis: null);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
        {
            throw Refuse("it is not an address of a membership store");
        }

        var options = new ConfigurationOptions
        {
            EndPoints = { new DnsEndPoint(uri.IdnHost, uri.Port > 0 ? uri.Port : DefaultPort) },
            Ssl = uri.Scheme == "rediss",
            AbortOnConnectFail = false, // a store that is down when a node starts is waited for
            ConnectTimeout = 2_000,
            SyncTimeout = 2_000,
            AsyncTimeout = 2_000,
            BacklogPolicy = BacklogPolicy.FailFast, // an old vote must not be written later
        };
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0) options.User = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2) options.Password = Uri.UnescapeDataString(user[1]);
        var database = uri.AbsolutePath.Trim('/');
        if (database.Length > 0)
        {
            if (!int.TryParse(database, out var number) || number is < 0 or > 15) throw Refuse("a database of Redis is 0 to 15");
            options.DefaultDatabase = number;
        }

        if (uri.Query.Length > 0) Trust(Uri.UnescapeDataString(uri.Query[1..]));
        return new MembershipStore(options);

        void Trust(string query)
        {
            if (!query.StartsWith("ca=", StringComparison.Ordinal)) throw Refuse("its only setting is ca=FILE");
            if (!options.Ssl) throw Refuse("without TLS there is no certificate to trust; ca=FILE belongs to rediss://");
            try
            {
                options.TrustIssuer(X509CertificateLoader.LoadCertificateFromFile(query["ca=".Length..]));
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw Refuse($"the certificate cannot be read: {e.Message.TrimEnd('.')}");
            }
        }

        AudioException Refuse(string what) => new(AudioErrorCode.InvalidArgument, address, what,
            "Write redis://HOST:PORT, rediss://HOST:PORT with TLS, or memory: for one node");
    }
}
