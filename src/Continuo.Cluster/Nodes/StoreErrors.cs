using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Continuo.Audio;
using StackExchange.Redis;

namespace Continuo.Cluster.Nodes;

/// <summary>What is wrong with a membership store, for people.</summary>
internal static class StoreErrors
{
    /// <summary>The error of a store that does not take this node.</summary>
    public static AudioException Of(string address, Exception e)
    {
        var text = string.Join(' ', Chain(e).Select(static c => c.Message));
        if (IsDenied(e, text))
        {
            return new AudioException(AudioErrorCode.AccessDenied, address, "it refuses the user or the password",
                "Write redis://USER:PASSWORD@HOST, or redis://:PASSWORD@HOST without a user", e);
        }

        return Chain(e).Any(static c => c is System.Security.Authentication.AuthenticationException)
            ? new AudioException(AudioErrorCode.AccessDenied, address, "its certificate is not trusted",
                "Name the certificate of who has signed it: rediss://HOST?ca=FILE", e)
            : new AudioException(AudioErrorCode.ServerUnavailable, address, "the membership store does not answer",
                "Check the address, whether Redis runs there, and whether it wants TLS (rediss://)", e);
    }

    /// <summary>Whether the store is reached by an address of this machine.</summary>
    public static async Task<bool> IsOnThisMachineAsync(ConfigurationOptions redis, CancellationToken cancellation)
    {
        var host = redis.EndPoints[0] is DnsEndPoint name ? name.Host : "";
        try
        {
            var own = NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(static i => i.GetIPProperties().UnicastAddresses).Select(static a => a.Address);
            return (await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false))
                .Any(a => IPAddress.IsLoopback(a) || own.Contains(a));
        }
        catch (Exception e) when (e is SocketException or NetworkInformationException or ArgumentException)
        {
            return true; // it answered by this name a moment ago: nothing can be said
        }
    }

    private static bool IsDenied(Exception e, string text) =>
        Chain(e).Any(static c => c is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
            && c.InnerException is not System.Security.Authentication.AuthenticationException)
        || text.Contains("WRONGPASS", StringComparison.Ordinal)
        || text.Contains("NOAUTH", StringComparison.Ordinal);

    private static IEnumerable<Exception> Chain(Exception e)
    {
        for (var each = e; each is not null; each = each.InnerException) yield return each;
    }
}
