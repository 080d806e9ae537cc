using System.Reflection;
using Continuo.Client.Contract;
using Continuo.Codecs.Opus;
using Continuo.Server.Access;
using Continuo.Server.Api;
using Continuo.Server.Events;
using Continuo.Server.WebRtc;
using Continuo.WebRtc.Sessions;

namespace Continuo.Server.Reports;

/// <summary>The server as the contract describes it. Thread-safe.</summary>
internal sealed class ServerReports(ServerOptions options, AudioServerListing listing, EventHub events, MediaPorts media, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();

    /// <summary>Version of Continuo.</summary>
    public static string Version { get; } = typeof(ServerReports).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Describes the server to a client of a role.</summary>
    public async Task<ServerStatus> OfAsync(Role role, CancellationToken cancellation)
    {
        var reason = await listing.WhyNotAsync(cancellation).ConfigureAwait(false);
        var isManaged = OpusCodec.IsManaged;
        return new ServerStatus(
            Environment.MachineName,
            Version,
            _startedAt,
            Math.Round(time.GetElapsedTime(_began).TotalSeconds, 1),
            WebRtcOf(media.Hosts, options),
            isManaged ? "managed" : "native",
            isManaged ? OpusCodec.Description : null,
            role.ToString().ToLowerInvariant(),
            options.Demo,
            new ServerFeatures(reason is null, reason, reason is null),
            events.Version);
    }

    private static WebRtcStatus? WebRtcOf(IReadOnlyList<WebRtcHost> hosts, ServerOptions options) => hosts.Count == 0
        ? null
        : new WebRtcStatus(hosts[0].LocalEndPoint.Port, hosts[0].Fingerprint, [.. hosts.Select(h => h.LocalEndPoint.Address).Concat(options.PublicAddresses).Select(a => a.ToString()).Distinct(StringComparer.Ordinal)]);
}
