using Continuo.Audio;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Rooms;
using Continuo.Diagnostics;
using Continuo.Server.Http;
using Continuo.Server.Rooms;

namespace Continuo.Server.Gateways;

/// <summary>The server's gateways. Thread-safe.</summary>
internal sealed class GatewayTable(RoomTable rooms, ILogger<GatewayTable> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly UserCode _userCode = new("gateways", logger);
    private readonly Dictionary<string, RoomGateway> _gateways = new(StringComparer.Ordinal);
    private bool _disposed;

    /// <summary>Raised for each change that clients see, on the thread that makes it. Handlers must return at once.</summary>
    public event EventHandler<GatewayChange>? Changed;

    /// <summary>All gateways, by name.</summary>
    public IReadOnlyList<GatewayStatus> All
    {
        get
        {
            RoomGateway[] all;
            lock (_gate) all = [.. _gateways.Values];
            return [.. all.Select(g => g.Status).OrderBy(g => g.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Finds a gateway.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public GatewayStatus Get(string name)
    {
        lock (_gate)
        {
            if (_gateways.GetValueOrDefault(name) is { } gateway) return gateway.Status;
        }

        throw new ProblemException(Problems.NotFound($"There is no gateway named '{name}'.", "GET /api/gateways lists them."));
    }

    /// <summary>Begins to connect a gateway. Returns at once: a server that cannot be reached is tried again.</summary>
    /// <exception cref="AudioException">The address is wrong.</exception>
    public void Open(string name, GatewayDeclaration declaration)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _gateways.Add(name, new RoomGateway(name, declaration, rooms, logger, g => Announce(ChangeAction.Changed, g.Status)));
            Announce(ChangeAction.Added, _gateways[name].Status);
        }
    }

    /// <summary>Closes a gateway, if it is there.</summary>
    public void Close(string name)
    {
        RoomGateway? gateway;
        lock (_gate) _gateways.Remove(name, out gateway);
        if (gateway is null) return;
        gateway.Dispose();
        Announce(ChangeAction.Removed, gateway.Status);
    }

    public void Dispose()
    {
        RoomGateway[] all;
        lock (_gate)
        {
            _disposed = true;
            all = [.. _gateways.Values];
            _gateways.Clear();
        }

        foreach (var gateway in all) gateway.Dispose();
    }

    private void Announce(ChangeAction action, GatewayStatus gateway) => _userCode.Raise(Changed, this, new GatewayChange(action, gateway));
}
