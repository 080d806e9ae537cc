using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Continuo.Server.Http;

/// <summary>What a client may take of the HTTP server: sizes, times and connections.</summary>
internal static class ServerLimits
{
    /// <summary>Largest body, where an endpoint does not allow more: an SDP offer with video has 10 kB.</summary>
    public const long MaxBodyBytes = 128 * 1024;

    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = MaxBodyBytes;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10); // headers that come byte by byte
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(1, TimeSpan.FromSeconds(60)); // a paused player reads nothing for a while
        limits.MaxConcurrentConnections = ConnectionLimit.Total;
        limits.MaxConcurrentUpgradedConnections = ConnectionLimit.Total;
        limits.MaxResponseBufferSize = ListenSocket.MaxUnsentBytes;
    }
}
