namespace Continuo.Simulation.Load;

/// <summary>What a <see cref="RoomSoak"/> found.</summary>
internal sealed record RoomSoakStatistics
{
    /// <summary>People who joined.</summary>
    public int Users { get; init; }

    /// <summary>Ticks of the room.</summary>
    public long Ticks { get; init; }

    /// <summary>Packets that appear in no statistics, or twice.</summary>
    public long UnexplainedPackets { get; init; }

    /// <summary>Blocks that listeners missed or received twice.</summary>
    public long MissedBlocks { get; init; }

    /// <summary>Longest time from someone's last packet to their removal, in seconds.</summary>
    public double LongestStateSeconds { get; init; }

    /// <summary>Memory in use after a full collection, by virtual time.</summary>
    public IReadOnlyList<(double Hours, double Bytes)> Memory { get; init; } = [];

    /// <summary>Events that were not raised.</summary>
    public long DroppedEvents { get; init; }

    /// <summary>Changes that were refused.</summary>
    public long RefusedCommands { get; init; }

    /// <summary>Exceptions.</summary>
    public long Faults { get; init; }

    /// <summary>Members, mixes and records that were still there at the end.</summary>
    public int LeftBehind { get; init; }

    /// <summary>Growth of the memory in bytes per hour, by least squares, without the first tenth.</summary>
    public double BytesPerHour
    {
        get
        {
            var steady = Memory.Skip(Memory.Count / 10).ToArray();
            if (steady.Length < 3) return 0;
            var (x, y) = (steady.Average(m => m.Hours), steady.Average(m => m.Bytes));
            return steady.Sum(m => (m.Hours - x) * (m.Bytes - y)) / steady.Sum(m => (m.Hours - x) * (m.Hours - x));
        }
    }
}
