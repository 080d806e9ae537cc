using System.Reflection;
using Continuo.Client.Contract.Server;
using Continuo.Codecs.Opus;
using Continuo.Server.Options;
using Continuo.Server.Rooms;
using Continuo.Server.WebRtc;
using Continuo.WebRtc;

namespace Continuo.Server.Reports;

/// <summary>The server as the contract describes it. Thread-safe.</summary>
internal sealed class ServerReports(
    ServerOptions options,
    AudioServerListing listing,
    MediaPorts media,
    IRoomPlaces places,
    TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();

    /// <summary>Version of Continuo.</summary>
    public static string Version { get; } = typeof(ServerReports)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "0";

    /// <summary>Describes the server.</summary>
    /// <param name="role">Role of the client that it is described to.</param>
    /// <param name="version">Number of the last event.</param>
    /// <param name="cancellation">Cancels the question whether the audio server answers.</param>
    public async Task<ServerStatus> OfAsync(AccessRole role, long version, CancellationToken cancellation)
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
            version,
            places.Node);
    }

    private static WebRtcStatus? WebRtcOf(IReadOnlyList<WebRtcHost> hosts, ServerOptions options) => hosts.Count == 0
        ? null
        : new WebRtcStatus(hosts[0].LocalEndPoint.Port, hosts[0].Fingerprint,
            [.. hosts.Select(h => h.LocalEndPoint.Address)
                .Concat(options.PublicAddresses)
                .Select(a => a.ToString())
                .Distinct(StringComparer.Ordinal)]);
}
