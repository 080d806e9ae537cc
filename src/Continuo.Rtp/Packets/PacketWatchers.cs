using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>The watchers of one source of packets. Thread-safe.</summary>
internal sealed class PacketWatchers
{
    private readonly Lock _gate = new();
    private IPacketWatcher[] _all = [];

    public void Add(IPacketWatcher watcher)
    {
        lock (_gate) Volatile.Write(ref _all, [.. _all, watcher]);
    }

    /// <summary>Removes a watcher; a call in progress may still reach it.</summary>
    public void Remove(IPacketWatcher watcher)
    {
        lock (_gate) Volatile.Write(ref _all, [.. _all.Where(w => w != watcher)]);
    }

    /// <summary>Shows a packet to all. On the receiving thread; real-time-safe.</summary>
    [RealTime]
    public void Watch(in IncomingPacket packet, PacketCodec codec, long arrival)
    {
        foreach (var watcher in Volatile.Read(ref _all)) watcher.Watch(packet, codec, arrival);
    }
}
