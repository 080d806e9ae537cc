using Continuo.Server.Rooms;

namespace Continuo.Cluster.Serving;

/// <summary>Measures how busy this node is. For one thread.</summary>
internal sealed class NodeMeter(RoomTable rooms, TimeProvider time)
{
    private long _at = time.GetTimestamp();
    private double _processorSeconds;
    private double _share;

    /// <summary>The load since the last call, if that was long enough ago to be measured.</summary>
    public NodeLoad Measure()
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_at, now).TotalSeconds;
        var used = rooms.Statistics?.ProcessorSeconds ?? 0;
        if (seconds > 0.5)
        {
            _share = Math.Max(used - _processorSeconds, 0) / seconds / Environment.ProcessorCount;
            (_at, _processorSeconds) = (now, used);
        }

        var memory = GC.GetGCMemoryInfo();
        var memoryShare = memory.TotalAvailableMemoryBytes > 0 ? (double)Environment.WorkingSet / memory.TotalAvailableMemoryBytes : 0;
        var members = rooms.All.Sum(r => (r.Speakers.Count + r.Listeners.Count) * (1 / r.Options.Tick.TotalSeconds));
        return new NodeLoad(rooms.All.Count, _share, members, memoryShare);
    }
}
