using Continuo.Audio;
using Continuo.Hosting;
using Continuo.Hosting.Configuration;
using Continuo.Server.Access;
using Continuo.Server.Api;
using Continuo.Server.Demo;
using Continuo.Server.Events;
using Continuo.Server.Http;
using Continuo.Server.Listening;
using Continuo.Server.Operations;
using Continuo.Server.Players;
using Continuo.Server.Sessions;
using Continuo.Server.Static;
using Continuo.Streams;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Continuo.Server;

/// <summary>
/// One process that shows and plays an <see cref="AudioHost"/>'s streams: a page, listeners and publishers, an API, metrics. Listens only on the addresses
/// of its options.
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
    private readonly ILogger _logger;

    private ServerHost(WebApplication app, ServerOptions options)
    {
        _app = app;
        Options = options;
        Audio = app.Services.GetRequiredService<AudioHost>();
        _logger = app.Services.GetRequiredService<ILogger<ServerHost>>();
    }

    /// <summary>The options it was created with.</summary>
    public ServerOptions Options { get; }

    /// <summary>The streams, players and recordings that it serves.</summary>
    public AudioHost Audio { get; }

    /// <summary>The addresses it listens on, with the ports that were chosen. Empty before <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <summary>The services of the server.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>Creates a server and its audio host, neither started.</summary>
    /// <param name="options">Where to listen, and who may do what.</param>
    /// <param name="system">Opens addresses; the server adds its own schemes to it.</param>
    /// <param name="logging">Adds where log messages go; <see langword="null"/>: nowhere.</param>
    /// <exception cref="AudioException">An option is invalid.</exception>
    public static ServerHost Create(ServerOptions options, AudioSystem system, Action<ILoggingBuilder>? logging = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(system);

        // Empty: no file in the current directory and no environment variable of others opens a port or changes what is served.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Continuo.Server" });
        builder.WebHost.UseKestrelCore().UseSockets(ListenSocket.Configure).ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, options));
        logging?.Invoke(builder.Logging);
        AddServices(builder.Services, options, system);
        var app = builder.Build();
        MapEndpoints(app);
        return new ServerHost(app, options);
    }

    /// <summary>Starts the audio, then listens.</summary>
    /// <exception cref="AudioException">A stream cannot be opened, or a port is in use.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        Audio.Start();
        if (Options.Demo) DemoBand.Open(Audio);
        try
        {
            await _app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new AudioException(AudioErrorCode.ServerUnavailable, string.Join(", ", Options.Listen), "the port is in use by another program", "Stop that, or choose another port: --listen 127.0.0.1:7481", e);
        }

        Addresses = [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];
        foreach (var address in Addresses) ServerLog.Listening(_logger, address.ToString());
    }

    /// <summary>Stops in order: no new requests, then sessions, then the audio host, whose recordings are finished.</summary>
    /// <param name="cancellation">Interrupts what takes too long.</param>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        ServerLog.Stopping(_logger);
        await _app.Services.GetRequiredService<SessionTable>().EndAsync().ConfigureAwait(false);
        await _app.StopAsync(cancellation).ConfigureAwait(false);
        await Audio.StopAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Stops and frees everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        await Audio.DisposeAsync().ConfigureAwait(false);
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, AudioSystem system)
    {
        var links = new PlayerLinks();
        system.UsePlayers(links).UseDemo();
        services.AddSingleton(options);
        services.AddSingleton(system);
        services.AddSingleton(links);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(s => new AudioHost(system, new AudioHostOptions { Logger = s.GetRequiredService<ILogger<AudioHost>>() }));
        services.AddSingleton(new AccessSettings(options));
        services.AddSingleton<FailureLimit>();
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<HostNames>();
        services.AddSingleton<SessionTable>();
        services.AddSingleton<StreamEncodings>();
        services.AddHostedService<RemovedStreams>();
        services.AddRoutingCore();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default));
        services.AddApi().AddEvents().AddOperations();
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        app.UseWebSockets();
        app.MapPage();
        app.MapWebSocketListen();
        app.MapHttpListen();
        app.MapApi();
        app.MapEvents();
        app.MapOperations();
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxResponseBufferSize = ListenSocket.MaxUnsentBytes;
        foreach (var endPoint in options.Listen) kestrel.Listen(endPoint);
    }
}
