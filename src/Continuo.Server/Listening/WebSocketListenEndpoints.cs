using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Json;
using Continuo.Hosting;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Server.Sessions;

namespace Continuo.Server.Listening;

/// <summary>
/// <c>GET /ws/listen/{stream}</c>: Opus packets in WebSocket messages, for browsers without UDP. The first message is text
/// (<see cref="ListenHello"/>), the others are binary: capture time (8 bytes, µs since 1970), sequence (4), frames (4), big-endian, then
/// the packet.
/// </summary>
internal static class WebSocketListenEndpoints
{
    private const int HeaderBytes = 16;

    // Enough earlier audio for a decoder to converge and a page to start at once.
    private static readonly TimeSpan History = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    public static void MapWebSocketListen(this IEndpointRouteBuilder app) =>
        app.MapGet("/ws/listen/{stream}", (RequestDelegate)ListenAsync).RequireRole(AccessRole.Listen, isEmbeddable: true);

    private static async Task ListenAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw new ProblemException(
                Problems.Of(StatusCodes.Status426UpgradeRequired, "invalid", "This address speaks WebSocket.",
                    "Use ws:// or wss://, or listen at /listen/NAME.ogg."));
        }

        var name = (string)context.GetRouteValue("stream")!;
        var services = context.RequestServices;
        var stream = services.GetRequiredService<AudioHost>().GetStream(name);
        using var reader = services.GetRequiredService<StreamEncodings>()
            .Open(stream, EncodingSettings.FromQuery(context.Request.Query), History);
        var sessions = services.GetRequiredService<SessionTable>();
        var session = new ListenerSession(
            context, SessionKind.WebSocket, name, reader, services.GetRequiredService<TimeProvider>().GetUtcNow());
        sessions.Add(session);
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(
                new WebSocketAcceptContext { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive }).ConfigureAwait(false);
            await ServeAsync(socket, reader, session.Id, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client has gone without a word.
        }
        finally
        {
            sessions.Remove(session);
            session.Ended();
        }
    }

    private static async Task ServeAsync(WebSocket socket, EncodingReader reader, string session, CancellationToken aborted)
    {
        var encoding = reader.Encoding;
        var hello = new ListenHello("opus", encoding.Format.SampleRate, encoding.Format.Channels, encoding.Settings.PacketMs,
            encoding.LatencyMs, encoding.Settings.BitRate, session, encoding.LookAheadFrames);
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(hello, ListenJson.Default.ListenHello), WebSocketMessageType.Text,
            endOfMessage: true, aborted).ConfigureAwait(false);
        await using var abortion = aborted.UnsafeRegister(static r => ((EncodingReader)r!).Dispose(), reader).ConfigureAwait(false);
        var farewell = ReceiveAsync(socket, reader, aborted);
        var message = new byte[HeaderBytes + encoding.MaxPacketBytes];
        while (await reader.WaitAsync().ConfigureAwait(false))
        {
            while (reader.TryRead(message.AsSpan(HeaderBytes), out var packet))
            {
                BinaryPrimitives.WriteInt64BigEndian(message, packet.CaptureTime);
                BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), (uint)packet.Sequence);
                BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(12), packet.Frames);
                await socket.SendAsync(message.AsMemory(0, HeaderBytes + packet.Length), WebSocketMessageType.Binary,
                    WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression, aborted).ConfigureAwait(false);
            }
        }

        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "the stream has ended", aborted).ConfigureAwait(false);
        }

        await Task.WhenAny(farewell, Task.Delay(TimeSpan.FromSeconds(1), aborted)).ConfigureAwait(false);
    }

    /// <summary>What a listener sends is ignored, until it closes.</summary>
    private static async Task ReceiveAsync(WebSocket socket, EncodingReader reader, CancellationToken aborted)
    {
        var ignored = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(ignored.AsMemory(), aborted).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Gone.
        }

        reader.Dispose();
    }
}
