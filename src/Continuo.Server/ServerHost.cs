using System.Net;
using Continuo.Audio;
using Continuo.Hosting;
using Continuo.Hosting.Configuration;
using Continuo.Rtp.Encoders;
using Continuo.Server.Access;
using Continuo.Server.Api;
using Continuo.Server.Configuration;
using Continuo.Server.Demo;
using Continuo.Server.Events;
using Continuo.Server.Files;
using Continuo.Server.Gateways;
using Continuo.Server.Http;
using Continuo.Server.Listening;
using Continuo.Server.Logging;
using Continuo.Server.Operations;
using Continuo.Server.Options;
using Continuo.Server.Players;
using Continuo.Server.Recordings;
using Continuo.Server.Rooms;
using Continuo.Server.Sessions;
using Continuo.Server.WebRtc;
using Continuo.Streams;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace Continuo.Server;

/// <summary>
/// One process that shows and plays an <see cref="AudioHost"/>'s streams: a page, listeners and publishers, an API, metrics. Listens only
/// on the addresses of its options.
/// <code>
/// await using var server = ServerHost.Create(new ServerOptions { Demo = true }, new AudioSystem().UseAll());
/// await server.StartAsync();
/// Console.WriteLine(server.Addresses[0]);
/// </code>
/// </summary>
/// <remarks>Thread-safe after <see cref="StartAsync"/>.</remarks>
public sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerConfig _config;
    private readonly ILogger _logger;

    private ServerHost(WebApplication app, ServerConfig config)
    {
        _app = app;
        _config = config;
        Audio = app.Services.GetRequiredService<AudioHost>();
        _logger = app.Services.GetRequiredService<ILogger<ServerHost>>();
    }

    /// <summary>The options it was created with.</summary>
    public ServerOptions Options => _config.Options;

    /// <summary>The streams, players and recordings that it serves.</summary>
    public AudioHost Audio { get; }

    /// <summary>The addresses it listens on, with the ports that were chosen. Empty before <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <summary>The services of the server.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>Creates a server and its audio host, neither started.</summary>
    /// <param name="options">Where to listen, and who may do what.</param>
    /// <param name="system">Opens addresses.</param>
    /// <param name="logging">Adds where log messages go; <see langword="null"/>: nowhere.</param>
    public static ServerHost Create(ServerOptions options, AudioSystem system, Action<ILoggingBuilder>? logging = null) =>
        Create(ServerConfig.Of(options), system, logging);

    /// <summary>Creates a server of a configuration, which it reads again when its file changes.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="system">Opens addresses; the server adds its own schemes to it (<see cref="AddSchemes"/>).</param>
    /// <param name="logging">Adds where log messages go; <see langword="null"/>: nowhere.</param>
    public static ServerHost Create(ServerConfig config, AudioSystem system, Action<ILoggingBuilder>? logging = null) =>
        Create(config, system, logging, []);

    internal static ServerHost Create(
        ServerConfig config, AudioSystem system, Action<ILoggingBuilder>? logging, IReadOnlyList<IServerPart> parts)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(system);

        // Empty: no file in the current directory and no environment variable of others opens a port or changes what is served.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Continuo.Server" });
        builder.WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .UseSockets(ListenSocket.Configure)
            .ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, config.Options));
        logging?.Invoke(builder.Logging);
        AddServices(builder.Services, config, AddSchemes(system));
        foreach (var part in parts) part.AddTo(builder);
        var app = builder.Build();
        UseAccess(app);
        foreach (var part in parts) part.Use(app);
        MapEndpoints(app);
        return new ServerHost(app, config);
    }

    /// <summary>
    /// Adds the schemes that only a server has: <c>player:</c> and <c>demo:</c>. A configuration is checked against a system that has them.
    /// </summary>
    public static AudioSystem AddSchemes(AudioSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.Schemes.Any(s => s.Name == PlayerAddresses.Scheme) ? system : system.UsePlayers(new PlayerLinks()).UseDemo();
    }

    /// <summary>Starts the audio, then listens.</summary>
    /// <exception cref="AudioException">A stream cannot be opened, or a port is in use.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        WarnOfOpenNetwork();
        var media = _app.Services.GetRequiredService<MediaPorts>();
        foreach (var endPoint in Options.Listen) ListenSocket.Check(endPoint);
        media.OpenFixed();
        Audio.Start();
        if (Options.Demo) DemoBand.Open(Audio);
        _app.Services.GetRequiredService<RoomTapes>(); // before the first room
        await _app.Services.GetRequiredService<DeclaredAudio>().ApplyAsync(_config).ConfigureAwait(false);
        try
        {
            await _app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new AudioException(AudioErrorCode.ServerUnavailable, string.Join(", ", Options.Listen),
                "the port is in use by another program", "Stop that, or choose another port: --listen 127.0.0.1:7481", e);
        }

        Addresses = [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(a => new Uri(a))];
        media.OpenRest(Addresses.Select(a => new IPEndPoint(IPAddress.Parse(a.Host.Trim('[', ']')), a.Port)));
        foreach (var address in Addresses) ServerLog.Listening(_logger, address);
    }

    /// <summary>Stops in order: no new requests, then sessions, then the audio host, whose recordings are finished.</summary>
    /// <param name="cancellation">Interrupts what takes too long.</param>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        ServerLog.Stopping(_logger);
        await _app.Services.GetRequiredService<RoomTapes>().DisposeAsync().ConfigureAwait(false);
        await _app.Services.GetRequiredService<SessionTable>().EndAsync().ConfigureAwait(false);
        await _app.StopAsync(cancellation).ConfigureAwait(false);
        await Audio.StopAsync(cancellation).ConfigureAwait(false);
        await _app.Services.GetRequiredService<RecordingLibrary>().WhenSettled().WaitAsync(cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Stops and frees everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        await Audio.DisposeAsync().ConfigureAwait(false);
    }

    private void WarnOfOpenNetwork()
    {
        if (Options.Listen.All(l => IPAddress.IsLoopback(l.Address))) return;
        if (Options.Tokens.Count == 0) ServerLog.NoTokens(_logger);
        if (Options.Tls is null) ServerLog.NoTls(_logger);
    }

    private static void AddServices(IServiceCollection services, ServerConfig config, AudioSystem system)
    {
        services.AddSingleton(config);
        services.AddSingleton(config.Options);
        services.AddSingleton(system);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(s => new AudioHost(
            system, new AudioHostOptions { WatchCapacity = 1000, Logger = s.GetRequiredService<ILogger<AudioHost>>() }));
        services.AddSingleton(new AccessSettings(config.Options));
        services.AddSingleton<FailureLimit>();
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<HostNames>();
        services.AddSingleton<SessionTable>();
        services.AddSingleton<PublishedNames>();
        services.AddSingleton<RoomTable>();
        services.AddSingleton<RoomTapes>();
        services.AddSingleton<IRoomPlaces, LocalRooms>();
        services.AddSingleton<IPeerRooms, RoomPeers>();
        services.AddSingleton<GatewayTable>();
        services.AddSingleton<StreamEncoders>();
        services.AddSingleton<StreamEncodings>();
        services.AddSingleton<MediaPorts>();
        services.AddSingleton<ConnectionLimit>();
        services.AddSingleton<ListenerCertificate>();
        services.AddSingleton<DeclaredAudio>();
        services.AddSingleton<ConfigWatcher>();
        services.AddHostedService(s => s.GetRequiredService<ConfigWatcher>());
        services.AddHostedService<RemovedStreams>();
        services.AddRateLimiter(RateLimits.Configure);
        services.AddRoutingCore();
        services.Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromSeconds(5)); // requests that are under way
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ProblemJson.Default));
        services.AddApi().AddEvents().AddOperations(config.Options);
    }

    private static void UseAccess(WebApplication app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        app.UseRateLimiter();
        app.UseWebSockets();
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapPage();
        app.MapWhep();
        app.MapWhip();
        app.MapWebSocketListen();
        app.MapHttpListen();
        app.MapApi();
        app.MapRooms();
        app.MapRoomTapes();
        app.MapGateways();
        app.MapEvents();
        app.MapOperations();
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        ServerLimits.Apply(kestrel.Limits);
        var services = kestrel.ApplicationServices;
        var certificate = ServerCertificate.Load(
            options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ServerHost>>());
        services.GetRequiredService<ListenerCertificate>().Set(certificate);
        var connections = services.GetRequiredService<ConnectionLimit>();
        foreach (var endPoint in options.Listen)
        {
            kestrel.Listen(endPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1; // a WebSocket over HTTP/2 shares its connection's flow control with everything else
                listen.Use(connections.Wrap);
                if (certificate is not null) listen.UseHttps(certificate);
            });
        }
    }
}
