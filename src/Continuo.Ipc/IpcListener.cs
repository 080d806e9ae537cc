using System.Globalization;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Ipc.Wire;
using Continuo.LocalSockets;

namespace Continuo.Ipc;

/// <summary>
/// Accepts connections, checks the peers' credentials and waits for their requests, without blocking. Not thread-safe. Allocates only for
/// new connections.
/// </summary>
internal sealed class IpcListener : IDisposable
{
    private const int MaxPerStep = 16;

    private readonly Socket _listener;
    private readonly List<(IpcLink Link, long Since, int Process)> _greeting = [];
    private readonly IpcFaultCounters _faults;
    private readonly int _most;

    /// <param name="path">Path of the socket.</param>
    /// <param name="most">Maximum number of clients, including those that have not sent their request.</param>
    /// <param name="faults">Counts refused clients.</param>
    /// <exception cref="AudioException">Another process listens at the path, or the path cannot be used.</exception>
    public IpcListener(string path, int most, IpcFaultCounters faults)
    {
        IpcAddress.RequireLinux(path);
        (_most, _faults) = (most, faults);
        _listener = UnixListener.Listen(path, "another process already listens at this path",
            "Choose another path, or end the other server");
        _listener.Blocking = false;
    }

    /// <summary>Number of accepted connections.</summary>
    public long Accepted { get; private set; }

    /// <summary>Accepts waiting connections and returns the next client that has sent its request.</summary>
    /// <param name="now">Current time, in nanoseconds of the session's clock.</param>
    /// <param name="clients">Number of current clients.</param>
    public PendingClient? Admit(long now, int clients)
    {
        for (var i = 0; i < MaxPerStep && _listener.Poll(0, SelectMode.SelectRead); i++)
        {
            if (!Accept(now, clients)) break;
        }

        for (var i = _greeting.Count - 1; i >= 0; i--)
        {
            var (link, since, process) = _greeting[i];
            if (Listen(link, since, process, now) is { } client)
            {
                _greeting.RemoveAt(i);
                return client;
            }

            if (link.Fault == IpcFault.None) continue;
            _greeting.RemoveAt(i);
            SendAway(link);
        }

        return null;
    }

    /// <summary>Blocks until a connection or a message arrives.</summary>
    public void Wait(TimeSpan timeout)
    {
        if (_greeting.Count > 0) _greeting[0].Link.Wait(timeout);
        else _listener.Poll(timeout, SelectMode.SelectRead);
    }

    /// <summary>Stops listening and deletes the socket.</summary>
    public void Dispose()
    {
        _listener.Dispose(); // also deletes the file
        foreach (var (link, _, _) in _greeting) link.Dispose();
        _greeting.Clear();
    }

    private bool Accept(long now, int clients)
    {
        IpcLink link;
        PeerCredentials peer;
        try
        {
            var socket = _listener.Accept();
            link = new IpcLink(socket, now);
            peer = PeerCredentials.Of(socket);
        }
        catch (SocketException)
        {
            return false; // it disconnected before it was accepted, or there are no free descriptors
        }

        Accepted++;
        if (!peer.IsTrusted) link.Fail(IpcFault.NotAllowed);
        else if (clients + _greeting.Count >= _most) link.Fail(IpcFault.Busy);
        if (link.Fault == IpcFault.None) _greeting.Add((link, now, peer.ProcessId));
        else SendAway(link);
        return true;
    }

    private static PendingClient? Listen(IpcLink link, long since, int process, long now)
    {
        if (!link.TryReceive(now, out var header))
        {
            if (now - since > IpcLimits.Greeting) link.Fail(IpcFault.NoConfig);
            return null;
        }

        if (header.Type != IpcMessageType.Config) link.Fail(IpcFault.Unexpected);
        else if (header.Stream != 0) link.Fail(IpcFault.WrongStream);
        else if (!IpcConfig.TryReadRequest(link.Content, out var request)) link.Fail(IpcFault.WrongConfig);
        else if (request.LowestVersion > IpcHeader.LastVersion || request.HighestVersion < IpcHeader.FirstVersion)
        {
            link.Fail(IpcFault.NoCommonVersion);
        }
        else return new PendingClient(link, request, process);
        return null;
    }

    private void SendAway(IpcLink link)
    {
        _faults.Count(link.Fault);
        link.SendError(link.Fault == IpcFault.NoCommonVersion
            ? string.Create(CultureInfo.InvariantCulture, $"versions {IpcHeader.FirstVersion} to {IpcHeader.LastVersion} are supported")
            : null);
        link.Dispose();
    }
}
