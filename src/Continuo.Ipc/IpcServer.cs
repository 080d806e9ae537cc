using Continuo.Audio;
using Continuo.Ipc.Messages;
using Continuo.Ipc.Wire;
using Continuo.Rings;
using Continuo.Threading;

namespace Continuo.Ipc;

/// <summary>
/// Serves the audio of a ring to any number of processes of the same user, over a Unix socket. One thread serves all clients; each has its
/// own ring reader. A client that does not read loses audio, then its connection; others are not affected. See
/// <c>docs/protocols/ipc.md</c>. Linux only.
/// </summary>
/// <remarks>Thread-safe; started once, its states are those of <see cref="LifeState"/>. In steady state nothing is allocated.</remarks>
public sealed class IpcServer : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(2);

    private readonly AudioRing _ring;
    private readonly IpcServerOptions _options;
    private readonly IpcFaultCounters _faults = new();
    private readonly IpcListener _listener;
    private readonly RingReader _pilot;
    private readonly WakeSignal _stop = new();
    private readonly uint _stream = (uint)Random.Shared.NextInt64(1, uint.MaxValue);
    private readonly LifeCycle _life;
    private readonly Lock _starting = new();
    private Thread? _thread;
    private IpcSession[] _sessions = [];
    private (long Messages, long Bytes, long Dropped) _past; // of the clients that have disconnected
    private volatile bool _isDrainOver;

    /// <summary>Opens the socket. Clients can connect, but are served only after <see cref="Start"/>.</summary>
    /// <param name="path">Path of the socket; its directory must exist.</param>
    /// <param name="ring">Ring to serve, written in this process. The caller keeps ownership.</param>
    /// <param name="options">Options.</param>
    /// <exception cref="AudioException">
    /// Another process listens on the path, the socket cannot be created, or an option is out of range.
    /// </exception>
    public IpcServer(string path, AudioRing ring, IpcServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(ring);
        _options = options ?? IpcServerOptions.Default;
        _options.Validate();
        (Path, _ring) = (path, ring);
        _listener = new IpcListener(path, _options.MaxClients, _faults);
        _pilot = ring.OpenReader();
        _life = new LifeCycle($"the server at '{path}'", isStartedOnce: true);
    }

    /// <summary>Path of the socket.</summary>
    public string Path { get; }

    /// <summary>Number of connected clients.</summary>
    public int Clients => Volatile.Read(ref _sessions).Length;

    /// <summary>Number of disconnected clients by reason.</summary>
    internal IpcFaultCounters Faults => _faults;

    /// <summary>Starts serving, on a dedicated thread.</summary>
    /// <exception cref="InvalidOperationException">The session was already started.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Start()
    {
        lock (_starting)
        {
            _life.BeginStart();
            _thread = new Thread(Run) { Name = $"ipc {Path}", IsBackground = true };
            _thread.Start();
        }
    }

    /// <summary>
    /// Waits until every client has received the rest of a completed ring. Gives up when no client has received anything for <paramref
    /// name="timeout"/>, and in any case after ten times that.
    /// </summary>
    /// <returns><see langword="true"/> if all clients received everything.</returns>
    public bool Drain(TimeSpan timeout)
    {
        var limit = (long)timeout.TotalMilliseconds;
        var begin = Environment.TickCount64;
        var (progressAt, progress) = (begin, 0L);
        while (Clients > 0)
        {
            var now = Environment.TickCount64;
            if (Progress() is var made && made != progress) (progressAt, progress) = (now, made);
            if (_isDrainOver || now - progressAt > limit || now - begin > 10 * limit || _thread is not { IsAlive: true }) return false;
            _stop.Wait(Retry.Ticks * 100);
        }

        return true;
    }

    /// <summary>Cancels a running <see cref="Drain"/> and all later ones. Thread-safe.</summary>
    internal void EndDrain() => _isDrainOver = true;

    /// <summary>Takes a snapshot of the statistics.</summary>
    public IpcServerStatistics GetStatistics()
    {
        var sessions = Volatile.Read(ref _sessions);
        var clients = new IpcClientStatistics[sessions.Length];
        for (var i = 0; i < clients.Length; i++) clients[i] = sessions[i].GetStatistics();
        var past = _past;
        return new IpcServerStatistics(
            Path,
            _listener.Accepted,
            _faults[IpcFault.Disconnected] + _faults[IpcFault.Stopped],
            past.Messages + clients.Sum(c => c.Messages),
            past.Bytes + clients.Sum(c => c.Bytes),
            past.Dropped + clients.Sum(c => c.DroppedChunks),
            _faults.ToDictionary(),
            clients);
    }

    /// <summary>Stops listening, removes the socket and sends the end of the stream to the clients.</summary>
    public void Dispose() => End(inOrder: true);

    /// <summary>Same as <see cref="Dispose"/>, without blocking the caller.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    /// <summary>Closes all connections without an end message, as if the process were killed.</summary>
    internal void Abandon() => End(inOrder: false);

    /// <summary>Does all pending work without waiting. Allocates only when a client connects or disconnects.</summary>
    internal void Step(long now)
    {
        while (_listener.Admit(now, _sessions.Length) is { } client) Welcome(client, now);
        var sessions = _sessions;
        foreach (var session in sessions)
        {
            session.Step(now);
            if (session.Fault != IpcFault.None) Disconnect(session);
        }
    }

    private void End(bool inOrder)
    {
        lock (_starting)
        {
            if (!_life.BeginDispose()) return;
        }

        _stop.Set();
        _pilot.CancelWait();
        _thread?.Join();
        foreach (var session in _sessions)
        {
            if (inOrder) session.Stop(_options.Clock.Now);
            session.Dispose();
        }

        Volatile.Write(ref _sessions, []);
        _listener.Dispose();
        _pilot.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsSet)
        {
            Step(_options.Clock.Now);
            var interval = IsAnyWaiting() ? Retry : PollInterval;
            if (_pilot.IsOver) _stop.Wait(interval.Ticks * 100);
            else if (_pilot.Wait(interval)) _pilot.Shed(long.MaxValue); // its own progress is of no interest
        }
    }

    private long Progress()
    {
        var sum = _past.Bytes;
        foreach (var session in Volatile.Read(ref _sessions)) sum += session.Progress;
        return sum;
    }

    private bool IsAnyWaiting()
    {
        foreach (var session in _sessions)
        {
            if (session.IsWaiting) return true;
        }

        return false;
    }

    private void Welcome(PendingClient client, long now)
    {
        IpcSender? sender = null;
        try
        {
            if (client.Request.ClientSends)
            {
                throw new AudioException(AudioErrorCode.Unsupported, "sending", "this server only sends",
                    "Receive, or use a server that receives");
            }

            var config = IpcOffer.ForReceiver(client.Request, _ring.Format, _ring.ChunkFrames);

            // Before the answer, so that a client that has it misses no audio written from then on.
            sender = new IpcSender(_ring.OpenReader(), client.Link, config, _options.Budget.Ticks * 100);
            var messages = (_ring.ChunkFrames + config.Frames - 1) / config.Frames;
            if (client.Answer(config, _stream, IpcLimits.MaxControl, IpcOffer.MaxContent(config), now, messages))
            {
                Volatile.Write(ref _sessions,
                    [.. _sessions, new IpcSession(client.Link, sender, config, _options.Silence, client.ProcessId)]);
                return;
            }

            client.Refuse(client.Link.Fault);
        }
        catch (AudioException e)
        {
            client.Refuse(IpcFault.Unsupported, e.Message);
        }

        sender?.Dispose();
        _faults.Count(client.Link.Fault);
    }

    private void Disconnect(IpcSession session)
    {
        var report = session.GetStatistics();
        _past = (_past.Messages + report.Messages, _past.Bytes + report.Bytes, _past.Dropped + report.DroppedChunks);
        Volatile.Write(ref _sessions, [.. _sessions.Where(s => s != session)]);
        _faults.Count(session.Fault);
        session.Dispose();
    }
}
