using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Json;

namespace Continuo.Client;

/// <summary>A connection to a server's event socket. One task reads; sending is thread-safe.</summary>
public sealed class EventConnection : IAsyncDisposable
{
    private const int MaxMessage = 64 << 20;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly Uri _server;
    private readonly ClientWebSocket _socket;
    private readonly SemaphoreSlim _sending = new(1);

    private EventConnection(Uri server, ClientWebSocket socket) => (_server, _socket) = (server, socket);

    /// <summary>Changes what is received.</summary>
    /// <exception cref="AudioException">The connection was lost.</exception>
    public Task SubscribeAsync(EventSubscription subscription, CancellationToken cancellation = default) =>
        SendAsync(new ClientMessage(subscription), cancellation);

    /// <summary>Asks for a <see cref="PongMessage"/> with this number.</summary>
    /// <exception cref="AudioException">The connection was lost.</exception>
    public Task PingAsync(long number, CancellationToken cancellation = default) =>
        SendAsync(new ClientMessage(Ping: number), cancellation);

    /// <summary>
    /// Enumerates what the server sends until it closes the connection: <see cref="HelloMessage"/>, <see cref="ChangeMessage{T}"/> of
    /// <see cref="StreamStatus"/>, <see cref="RecordingStatus"/>, <see cref="PlayerStatus"/>, <see cref="SessionStatus"/> or
    /// <see cref="RemovedObject"/>, <see cref="MetersMessage"/>, <see cref="LogMessage"/>, <see cref="PongMessage"/>,
    /// <see cref="ErrorMessage"/>. Messages of a kind that is not known are skipped.
    /// </summary>
    /// <exception cref="AudioException">The connection was lost.</exception>
    public async IAsyncEnumerable<object> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var buffer = new byte[64 << 10];
        while (true)
        {
            var length = 0;
            while (true)
            {
                ValueWebSocketReceiveResult received;
                try
                {
                    received = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
                }
                catch (WebSocketException e)
                {
                    throw ContinuoClient.Unreachable(_server, e);
                }

                if (received.MessageType == WebSocketMessageType.Close) yield break;
                length += received.Count;
                if (received.EndOfMessage) break;
                if (length < buffer.Length) continue;
                if (length >= MaxMessage)
                {
                    throw new AudioException(AudioErrorCode.InputOutput, _server.ToString(), "a message is too large",
                        "Check that this is the address of a Continuo server");
                }

                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            if (Parse(buffer.AsSpan(0, length)) is { } message) yield return message;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(CloseTimeout);
        try
        {
            if (_socket.State == WebSocketState.Open)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It has gone.
        }

        _socket.Dispose();
        _sending.Dispose();
    }

    internal static async Task<EventConnection> ConnectAsync(Uri server, string? token, EventSubscription subscription,
        CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        try
        {
            if (token is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            var address = new UriBuilder(new Uri(server, "api/events")) { Scheme = server.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" };
            await socket.ConnectAsync(address.Uri, cancellation).ConfigureAwait(false);
            var connection = new EventConnection(server, socket);
            await connection.SubscribeAsync(subscription, cancellation).ConfigureAwait(false);
            return connection;
        }
        catch (WebSocketException e)
        {
            socket.Dispose();
            throw ContinuoClient.Unreachable(server, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static object? Parse(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        var isRemoval = root.TryGetProperty("action", out var action) && action.GetString() == "removed";
        return root.GetProperty("type").GetString() switch
        {
            "hello" => root.Deserialize(ContractJson.Default.HelloMessage),
            "meters" => root.Deserialize(ContractJson.Default.MetersMessage),
            "log" => root.Deserialize(ContractJson.Default.LogMessage),
            "pong" => root.Deserialize(ContractJson.Default.PongMessage),
            "error" => root.Deserialize(ContractJson.Default.ErrorMessage),
            "stream" or "recording" or "player" or "session" or "room" or "gateway" when isRemoval =>
                root.Deserialize(ContractJson.Default.RemovedObjectChange),
            "stream" => root.Deserialize(ContractJson.Default.StreamStatusChange),
            "recording" => root.Deserialize(ContractJson.Default.RecordingStatusChange),
            "player" => root.Deserialize(ContractJson.Default.PlayerStatusChange),
            "session" => root.Deserialize(ContractJson.Default.SessionStatusChange),
            "room" => root.Deserialize(ContractJson.Default.RoomStatusChange),
            "gateway" => root.Deserialize(ContractJson.Default.GatewayStatusChange),
            "speaker" => root.Deserialize(ContractJson.Default.RoomSpeakerChangeChange),
            "listener" => root.Deserialize(ContractJson.Default.RoomListenerChangeChange),
            _ => null,
        };
    }

    private async Task SendAsync(ClientMessage message, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Default.ClientMessage),
                WebSocketMessageType.Text, endOfMessage: true, cancellation).ConfigureAwait(false);
        }
        catch (WebSocketException e)
        {
            throw ContinuoClient.Unreachable(_server, e);
        }
        finally
        {
            _sending.Release();
        }
    }
}
