using System.Globalization;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Ipc.Wire;
using Continuo.LocalSockets;

namespace Continuo.Ipc;

/// <summary>
/// Where clients come in: accepts connections, looks who they are, and waits for what they want, without ever blocking. One thread at a
/// time. Allocates only for a new connection.
/// </summary>
internal sealed class IpcDoor : IDisposable
{
    private const int MostPerStep = 16;

    private readonly Socket _listener;
    private readonly List<(IpcLink Link, long Since, int Process)> _greeting = [];
    private readonly IpcFaultCounts _faults;
    private readonly int _most;

    /// <param name="path">Path of the socket to listen on.</param>
    /// <param name="most">How many clients there may be, those included that have not said what they want.</param>
    /// <param name="faults">Where it counts whom it sent away.</param>
    /// <exception cref="AudioException">Someone listens there already, or the place may not be taken.</exception>
    public IpcDoor(string path, int most, IpcFaultCounts faults)
    {
        IpcAddress.RequireLinux(path);
        (_most, _faults) = (most, faults);
        _listener = UnixListener.Listen(path, "somebody listens there already", "Choose another path, or end the other server");
        _listener.Blocking = false;
    }

    /// <summary>How many have come, whatever became of them.</summary>
    public long Accepted { get; private set; }

    /// <summary>Accepts waiting connections and returns the next client that has sent its request.</summary>
    /// <param name="now">Current time, in nanoseconds of the session's clock.</param>
    /// <param name="clients">How many there are already.</param>
    public IpcGuest? Admit(long now, int clients)
    {
        for (var i = 0; i < MostPerStep && _listener.Poll(0, SelectMode.SelectRead); i++)
        {
            if (!Accept(now, clients)) break;
        }

        for (var i = _greeting.Count - 1; i >= 0; i--)
        {
            var (link, since, process) = _greeting[i];
            if (Listen(link, since, process, now) is { } guest)
            {
                _greeting.RemoveAt(i);
                return guest;
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

    /// <summary>Stops listening and takes the socket away.</summary>
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
            return false; // it had gone before it was let in, or there are no descriptors left for now
        }

        Accepted++;
        if (!peer.IsTrusted) link.Fail(IpcFault.NotAllowed);
        else if (clients + _greeting.Count >= _most) link.Fail(IpcFault.Busy);
        if (link.Fault == IpcFault.None) _greeting.Add((link, now, peer.ProcessId));
        else SendAway(link);
        return true;
    }

    private static IpcGuest? Listen(IpcLink link, long since, int process, long now)
    {
        if (!link.TryReceive(now, out var header))
        {
            if (now - since > IpcLimits.Greeting) link.Fail(IpcFault.NoConfig);
            return null;
        }

        if (header.Type != IpcMessageType.Config) link.Fail(IpcFault.Unexpected);
        else if (header.Stream != 0) link.Fail(IpcFault.WrongStream);
        else if (!IpcConfig.TryReadRequest(link.Content, out var request)) link.Fail(IpcFault.WrongConfig);
        else if (request.LowestVersion > IpcHeader.LastVersion || request.HighestVersion < IpcHeader.FirstVersion) link.Fail(IpcFault.NoCommonVersion);
        else return new IpcGuest(link, request, process);
        return null;
    }

    private void SendAway(IpcLink link)
    {
        _faults.Count(link.Fault);
        link.TellFault(link.Fault == IpcFault.NoCommonVersion
            ? string.Create(CultureInfo.InvariantCulture, $"versions {IpcHeader.FirstVersion} to {IpcHeader.LastVersion} are spoken here")
            : null);
        link.Dispose();
    }
}
