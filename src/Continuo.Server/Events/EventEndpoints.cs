using System.Net.WebSockets;
using System.Text.Json;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Json;
using Continuo.Server.Access;
using Continuo.Server.Gateways;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Server.Reports;
using Continuo.Server.Rooms;
using Continuo.Server.Sessions;
using Microsoft.Extensions.Hosting;

namespace Continuo.Server.Events;

/// <summary>The events and meters at <c>/api/events</c>.</summary>
internal static class EventEndpoints
{
    private const int MaxMessage = 64 << 10;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Adds what the endpoint needs.</summary>
    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventHub>();
        services.AddSingleton<MeterHub>();
        services.AddSingleton<HostEvents>();
        services.AddSingleton<IHostedService>(static s => s.GetRequiredService<HostEvents>());
        return services.AddSingleton<ChangeWatch>();
    }

    /// <summary>Adds the endpoint.</summary>
    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGet("/api/events", Run).WithTags("events").WithSummary("Events and meters, by WebSocket").ExcludeFromDescription();
    }

    private static async Task Run(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw new ProblemException(Problems.Of(StatusCodes.Status426UpgradeRequired, "invalid", "Events come by WebSocket.",
                "Connect with a WebSocket client."));
        }
        var services = context.RequestServices;
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        // cancelling a read or write ends the connection without a close message
        using var connection = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(connection.Token);
        var (hub, sessions, meters) = (services.GetRequiredService<EventHub>(), services.GetRequiredService<SessionTable>(),
            services.GetRequiredService<MeterHub>());
        var (role, id) = (context.ClientRole(), Guid.NewGuid().ToString("N"));
        using var client = new EventClient(socket, mayReadLog: role >= AccessRole.Admin);
        var session = new EventSession(id, $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}",
            context.Request.Headers.UserAgent, services.GetRequiredService<TimeProvider>().GetUtcNow(), client, end);
        sessions.Add(session);
        hub.Add(client);
        try
        {
            var sending = client.SendAsync(cancellation => HelloAsync(services, role, cancellation), end.Token, connection.Token);
            var receiving = ReceiveAsync(socket, client, meters, connection.Token);
            await Task.WhenAny(sending, receiving).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            connection.CancelAfter(CloseTimeout);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await CloseAsync(socket, connection.Token).ConfigureAwait(false);
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // until the client has closed, too
        }
        finally
        {
            meters.Remove(client);
            hub.Remove(client);
            sessions.Remove(session);
        }
    }

    private static async Task<HelloMessage> HelloAsync(IServiceProvider services, AccessRole role, CancellationToken cancellation)
    {
        var version = services.GetRequiredService<EventHub>().Version; // first, so that what changes meanwhile comes again as an event
        var server = await services.GetRequiredService<ServerReports>().OfAsync(role, version, cancellation).ConfigureAwait(false);
        var recordings = await Task.Run(services.GetRequiredService<Recordings.RecordingLibrary>().All, cancellation).ConfigureAwait(false);
        var snapshot = new ServerSnapshot(
            version,
            services.GetRequiredService<StreamReports>().All(),
            recordings,
            services.GetRequiredService<PlayerReports>().All(),
            SessionReports.Of(services.GetRequiredService<SessionTable>().All),
            [.. services.GetRequiredService<RoomTable>().All.Select(RoomReports.Of)],
            services.GetRequiredService<GatewayTable>().All);
        return new HelloMessage(server, snapshot);
    }

    private static async Task ReceiveAsync(WebSocket socket, EventClient client, MeterHub meters, CancellationToken cancellation)
    {
        var buffer = new byte[MaxMessage];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close) return;
            length += received.Count;
            if (!received.EndOfMessage)
            {
                if (length == buffer.Length) return; // no client of ours sends so much
                continue;
            }

            Obey(buffer.AsSpan(0, length), client, meters);
            length = 0;
        }
    }

    private static void Obey(ReadOnlySpan<byte> message, EventClient client, MeterHub meters)
    {
        try
        {
            var asked = JsonSerializer.Deserialize(message, ContractJson.Default.ClientMessage);
            if (asked?.Ping is { } ping)
            {
                client.Reply(JsonSerializer.SerializeToUtf8Bytes(new PongMessage(ping, DateTimeOffset.UtcNow),
                    ContractJson.Default.PongMessage));
            }
            if (asked?.Subscribe is not { } subscription) return;
            meters.Set(client, subscription.Meters);
            client.WantsEvents = subscription.Events;
        }
        catch (JsonException e)
        {
            client.Reply(JsonSerializer.SerializeToUtf8Bytes(new ErrorMessage(e.Message), ContractJson.Default.ErrorMessage));
        }
        catch (ProblemException e)
        {
            client.Reply(JsonSerializer.SerializeToUtf8Bytes(new ErrorMessage(e.Message), ContractJson.Default.ErrorMessage));
        }
    }

    private static async Task CloseAsync(WebSocket socket, CancellationToken cancellation)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // It has gone.
        }
    }
}
