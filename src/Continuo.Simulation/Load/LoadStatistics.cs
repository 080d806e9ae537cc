using Continuo.Diagnostics;

namespace Continuo.Simulation.Load;

/// <summary>Statistics of a <see cref="LoadRun"/> since its warm-up.</summary>
internal sealed record LoadStatistics
{
    /// <summary>Duration of the measurement in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Ticks of all rooms.</summary>
    public long Ticks { get; init; }

    /// <summary>Ticks that ended after the next one was due.</summary>
    public long LateTicks { get; init; }

    /// <summary>Ticks left out.</summary>
    public long SkippedTicks { get; init; }

    /// <summary>From the time at which a tick was due to its end, in nanoseconds.</summary>
    public required HistogramSnapshot TickTime { get; init; }

    /// <summary>Blocks that listeners received.</summary>
    public long Blocks { get; init; }

    /// <summary>Blocks that they missed or received twice.</summary>
    public long MissedBlocks { get; init; }

    /// <summary>Recordings of listeners that were checked.</summary>
    public long Checks { get; init; }

    /// <summary>Those in which a speaker was wrong.</summary>
    public long WrongContent { get; init; }

    /// <summary>The first mistakes.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];

    /// <summary>From the mouth to the ear, in nanoseconds.</summary>
    public required HistogramSnapshot MouthToEar { get; init; }

    /// <summary>What that consists of.</summary>
    public required LatencyParts Parts { get; init; }

    /// <summary>From a join to the first packet with a voice for the newcomer, in nanoseconds; <see langword="null"/> over RTP.</summary>
    public HistogramSnapshot? JoinToHearing { get; init; }

    /// <summary>From a join to the first packet in which another listener hears the newcomer; <see langword="null"/> over RTP.</summary>
    public HistogramSnapshot? JoinToBeingHeard { get; init; }

    /// <summary>What the speakers' jitter buffers did.</summary>
    public BufferWork Work { get; init; }

    /// <summary>Processor time of the threads that tick, in seconds.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Processor time of the whole process, the load generator included, in seconds.</summary>
    public double ProcessSeconds { get; init; }

    /// <summary>Mixes of all rooms.</summary>
    public int Mixes { get; init; }

    /// <summary>Packets encoded.</summary>
    public long EncodedPackets { get; init; }

    /// <summary>Steps by which quality was reduced during the measurement.</summary>
    public long ShedSteps { get; init; }

    /// <summary>Steps by which quality is reduced at its end.</summary>
    public int ShedStep { get; init; }

    /// <summary>Why the ticking threads have no real-time priority; <see langword="null"/> if they have it.</summary>
    public string? PriorityRefusal { get; init; }
}
