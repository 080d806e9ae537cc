using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Engine.Protocol;
using Continuo.LocalSockets;

namespace Continuo.Engine.Hosting;

/// <summary>
/// Lets other processes of the same user control an <see cref="AudioEngine"/> over a Unix socket (mode 0600; peer credentials are checked)
/// and play through it by shared rings. See <c>docs/protocols/engine.md</c>.
/// </summary>
internal sealed class EngineServer : IDisposable
{
    /// <summary>Maximum number of clients.</summary>
    public const int MaxClients = 32;

    private readonly AudioEngine _engine;
    private readonly Lock _lock = new();
    private readonly List<EngineConnection> _connections = [];
    private readonly TaskCompletionSource _stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Socket _socket;
    private readonly Thread _thread;
    private bool _disposed;

    /// <summary>Opens the socket. Clients that connect wait until <see cref="Serve"/>.</summary>
    /// <param name="engine">The engine; not owned.</param>
    /// <param name="path">Path of the socket; <see langword="null"/>: <see cref="EnginePath.Default"/>.</param>
    /// <exception cref="AudioException">Another engine listens at the path, or the path cannot be used.</exception>
    public EngineServer(AudioEngine engine, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        SocketPath = path ?? EnginePath.Default;
        EnginePath.PrepareDirectory(SocketPath);
        _socket = UnixListener.Listen(SocketPath, "another engine listens at this path: use it, or stop it with 'continuo engine --stop'",
            "Choose another path with --socket");
        _thread = new Thread(Accept) { Name = "engine socket", IsBackground = true };
    }

    /// <summary>Path of the socket.</summary>
    public string SocketPath { get; }

    /// <summary>Completes when a client has asked the engine to stop.</summary>
    public Task StopAsked => _stopAsked.Task;

    /// <summary>Number of clients that are connected. Thread-safe.</summary>
    public int Clients
    {
        get
        {
            lock (_lock) return _connections.Count;
        }
    }

    /// <summary>Starts accepting clients. The engine should be running.</summary>
    public void Serve() => _thread.Start();

    /// <summary>Stops listening, deletes the socket and closes all connections with their inputs.</summary>
    public void Dispose()
    {
        EngineConnection[] connections;
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            connections = [.. _connections];
        }

        _socket.Dispose(); // also deletes the file
        if (_thread.IsAlive) _thread.Join();
        foreach (var connection in connections) connection.Dispose();
    }

    internal void RequestStop() => _stopAsked.TrySetResult();

    internal void Remove(EngineConnection connection)
    {
        lock (_lock) _connections.Remove(connection);
    }

    private void Accept()
    {
        using var allocation = ThreadAllocation.Open("engine socket");
        while (true)
        {
            try
            {
                allocation.Note();
                Admit(_socket.Accept());
            }
            catch (SocketException) when (!_disposed)
            {
                // The client disconnected before it was accepted, or there are no free descriptors.
                Thread.Sleep(10);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Admit(Socket socket)
    {
        EngineConnection? connection = null;
        lock (_lock)
        {
            if (!_disposed && _connections.Count < MaxClients)
            {
                connection = new EngineConnection(this, _engine, socket);
                _connections.Add(connection);
            }
        }

        if (connection is not null)
        {
            connection.Start();
            return;
        }

        using var channel = new EngineChannel(socket);
        var error = new AudioException(AudioErrorCode.Unsupported, SocketPath, $"the engine already has {MaxClients} clients",
            "Disconnect some");
        channel.Send(EngineMessageType.Error, 0, EngineErrors.Write(channel.Outgoing, error));
    }
}
