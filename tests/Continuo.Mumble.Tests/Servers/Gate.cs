using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Continuo.Mumble.Tests.Servers;

/// <summary>Forwards TCP and UDP to a server, and can block UDP as a firewall does.</summary>
internal sealed class Gate : IDisposable
{
    private readonly int _server;
    private readonly TcpListener _listener;
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<EndPoint, Socket> _clients = new();
    private volatile bool _blocksUdp;

    public Gate(int server)
    {
        _server = server;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _udp.Bind(_listener.LocalEndpoint);
        _ = AcceptAsync();
        _ = ForwardAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool BlocksUdp
    {
        set => _blocksUdp = value;
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _udp.Dispose();
        foreach (var socket in _clients.Values) socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            var server = new TcpClient { NoDelay = true };
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
            _ = CopyAsync(client, server);
            _ = CopyAsync(server, client);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), _end.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // One of the two has gone.
        }

        from.Dispose();
        to.Dispose();
    }

    private async Task ForwardAsync()
    {
        var buffer = new byte[2048];
        var any = new IPEndPoint(IPAddress.Any, 0);
        while (!_end.IsCancellationRequested)
        {
            var received = await _udp.ReceiveFromAsync(buffer, any, _end.Token);
            if (_blocksUdp) continue;
            await _clients.GetOrAdd(received.RemoteEndPoint, Open).SendAsync(buffer.AsMemory(0, received.ReceivedBytes), _end.Token);
        }
    }

    private Socket Open(EndPoint client)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, _server);
        _ = ReturnAsync(socket, client);
        return socket;
    }

    private async Task ReturnAsync(Socket socket, EndPoint client)
    {
        var buffer = new byte[2048];
        while (!_end.IsCancellationRequested)
        {
            var length = await socket.ReceiveAsync(buffer, _end.Token);
            if (!_blocksUdp) await _udp.SendToAsync(buffer.AsMemory(0, length), client, _end.Token);
        }
    }
}
