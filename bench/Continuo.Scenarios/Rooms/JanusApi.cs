using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Continuo.Scenarios.Rooms;

/// <summary>Client of Janus's API over its Unix socket: one datagram per message. One thread.</summary>
internal sealed class JanusApi : IDisposable
{
    private const int TimeoutMilliseconds = 10_000;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly long _session;
    private int _transaction;

    /// <summary>Connects, as soon as the server listens, and creates a session.</summary>
    public JanusApi(string path)
    {
        _socket = Connect(path);
        _socket.ReceiveTimeout = TimeoutMilliseconds;
        _session = Request(new JsonObject { ["janus"] = "create" })["data"]!["id"]!.GetValue<long>();
    }

    /// <summary>Attaches to a plug-in.</summary>
    /// <returns>The handle.</returns>
    public long Attach(string plugin) =>
        Request(new JsonObject { ["janus"] = "attach", ["session_id"] = _session, ["plugin"] = plugin })["data"]!["id"]!.GetValue<long>();

    /// <summary>Sends a message to a plug-in and waits for what the plug-in answers.</summary>
    public JsonNode Send(long handle, JsonObject body)
    {
        var answer = Request(new JsonObject { ["janus"] = "message", ["session_id"] = _session, ["handle_id"] = handle, ["body"] = body });
        var data = answer["plugindata"]!["data"]!;
        return data["error"] is { } error ? throw new InvalidOperationException($"Janus refuses {body.ToJsonString()}: {error}") : data;
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Connect(string path)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                return socket;
            }
            catch (SocketException) when (clock.ElapsedMilliseconds < TimeoutMilliseconds)
            {
                socket.Dispose();
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>Sends a request, and returns its answer: events of others and acknowledgements are passed over.</summary>
    private JsonNode Request(JsonObject request)
    {
        var transaction = $"t{_transaction++}";
        request["transaction"] = transaction;
        _socket.Send(Encoding.UTF8.GetBytes(request.ToJsonString()));
        while (true)
        {
            var answer = JsonNode.Parse(_buffer.AsSpan(0, _socket.Receive(_buffer)))!;
            if ((string?)answer["transaction"] != transaction || (string?)answer["janus"] == "ack") continue;
            return answer["error"] is { } error
                ? throw new InvalidOperationException($"Janus refuses {request.ToJsonString()}: {error}")
                : answer;
        }
    }
}
