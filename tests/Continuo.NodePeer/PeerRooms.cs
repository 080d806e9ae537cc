using Continuo.Cluster;

namespace Continuo.NodePeer;

/// <summary>Rooms that are only names.</summary>
internal sealed class PeerRooms : INodeRooms
{
    private static readonly Lock Saying = new();

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _epochs = [];
    private double _tickShare;

    /// <inheritdoc/>
    public NodeLoad Load
    {
        get
        {
            lock (_lock) return new NodeLoad(_epochs.Count, _tickShare, 0, 0.1);
        }
    }

    /// <summary>The rooms that are here.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock) return [.. _epochs.Keys];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<RoomLoad> Rooms
    {
        get
        {
            lock (_lock) return [.. _epochs.Keys.Select(r => new RoomLoad(r, 1.0 / _epochs.Count))];
        }
    }

    /// <summary>Says a line to the test.</summary>
    public static void Say(string line)
    {
        lock (Saying) Console.Out.WriteLine(line);
    }

    /// <inheritdoc/>
    public bool Open(string room, string? declaration, long epoch)
    {
        if (declaration is null && !room.StartsWith("configured", StringComparison.Ordinal)) return false;
        lock (_lock) _epochs[room] = epoch;
        return true;
    }

    /// <inheritdoc/>
    public void Close(string room, long epoch, RoomPlace? successor)
    {
        lock (_lock)
        {
            if (_epochs.GetValueOrDefault(room) != epoch) return;
            _epochs.Remove(room);
        }

        Say($"closed {room} {successor?.Node ?? "-"}");
    }

    /// <summary>Pretends to be busy.</summary>
    public string SetTickShare(double share)
    {
        lock (_lock) _tickShare = share;
        return "ok";
    }
}
