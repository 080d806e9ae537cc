using System.Net;
using Continuo.Devices.Backends;

namespace Continuo.Server.Options;

/// <summary>Settings of a <see cref="ServerHost"/> that are fixed while it runs. Immutable.</summary>
public sealed record ServerOptions
{
    /// <summary>The port that is used if an address names none.</summary>
    public const int DefaultPort = 7480;

    /// <summary>Addresses to listen on. Port 0: any free port. Default: 127.0.0.1:7480 only.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [new IPEndPoint(IPAddress.Loopback, DefaultPort)];

    /// <summary>Addresses at which browsers elsewhere reach the media port, in addition to those listened on.</summary>
    public IReadOnlyList<IPAddress> PublicAddresses { get; init; } = [];

    /// <summary>Host names, besides the addresses listened on and <c>localhost</c>, under which requests are answered.</summary>
    public IReadOnlyList<string> PublicNames { get; init; } = [];

    /// <summary>Origins of other sites whose pages may listen to this server's streams, such as <c>https://radio.example</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Lists the applications and devices of this machine; <see langword="null"/>: none are listed.</summary>
    public IAudioBackend? Backend { get; init; }

    /// <summary>Accepted tokens with their roles.</summary>
    public IReadOnlyList<AccessToken> Tokens { get; init; } = [];

    /// <summary>Whether programs on this machine need a token, too. Otherwise they may do everything.</summary>
    public bool RequireToken { get; init; }

    /// <summary>How connections are encrypted; <see langword="null"/>: not at all.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>How the server joins a cluster; <see langword="null"/>: it is alone.</summary>
    public ClusterDeclaration? Cluster { get; init; }

    /// <summary>Whether to run the demo: a generated band, its stems, and three voices.</summary>
    public bool Demo { get; init; }

    /// <summary>Directory of recordings and uploads; created when first needed. Nothing is written elsewhere.</summary>
    public string RecordingsDirectory { get; init; } = "recordings";

    /// <summary>
    /// How much of each stream's past is kept for saving, up to 600 s; zero keeps nothing. About 0.4 MB per second of stereo.
    /// </summary>
    public TimeSpan Replay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Directory of the sound files that clients may have played in rooms; <see langword="null"/>: <see cref="RecordingsDirectory"/>.
    /// </summary>
    public string? AnnouncementsDirectory { get; init; }

    /// <summary>
    /// Where the names of speakers come from that join rooms without one; <see langword="null"/>: they are called by their ids.
    /// </summary>
    public NameLookupOptions? Names { get; init; }

    /// <summary>
    /// For how long a stream that is published by WHIP continues, silent, when its publisher has left, so that recordings and listeners
    /// stay while the publisher comes back. Zero: it ends with the session.
    /// </summary>
    public TimeSpan PublishHold { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether <c>/metrics</c> is served.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>
    /// OpenTelemetry collector that metrics are sent to by OTLP: with a path over HTTP, without over gRPC; <see langword="null"/>: none.
    /// </summary>
    public Uri? OtlpEndpoint { get; init; }
}
