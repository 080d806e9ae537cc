namespace Continuo.Rtp.Latency;

/// <summary>Latency from capture to playout, by stage, in ms. Each stage reports its own part.</summary>
internal sealed record LatencyBreakdown
{
    /// <summary>Maximum difference between the sum and the marker's latency, in ms.</summary>
    public const double ToleranceMs = 1;

    /// <summary>From the capture of a chunk's last frame until the source delivers the chunk.</summary>
    public double DeviceMs { get; init; }

    /// <summary>Length of a chunk: its first frame waits for its last.</summary>
    public double ChunkMs { get; init; }

    /// <summary>From writing to the ring until the reader receives the chunk.</summary>
    public double RingMs { get; init; }

    /// <summary>Packetizing, the codec's look-ahead, and encoding.</summary>
    public double EncodeMs { get; init; }

    /// <summary>From sending a packet to its arrival.</summary>
    public double NetworkMs { get; init; }

    /// <summary>From the arrival of a packet until its first frame is read.</summary>
    public double JitterBufferMs { get; init; }

    /// <summary>Decoding, and the delay of the resampler.</summary>
    public double DecodeMs { get; init; }

    /// <summary>From reading to playout.</summary>
    public double OutputMs { get; init; }

    /// <summary>Sum of all stages.</summary>
    public double SumMs => DeviceMs + ChunkMs + RingMs + EncodeMs + NetworkMs + JitterBufferMs + DecodeMs + OutputMs;

    /// <summary>The stages in signal order, with their display names.</summary>
    public IReadOnlyList<(string Part, double Ms)> Parts =>
    [
        ("device", DeviceMs), ("chunk", ChunkMs), ("ring", RingMs), ("encode", EncodeMs),
        ("network", NetworkMs), ("jitter buffer", JitterBufferMs), ("decode", DecodeMs), ("output", OutputMs),
    ];

    /// <summary>Returns the mean of several breakdowns, stage by stage.</summary>
    public static LatencyBreakdown Mean(IReadOnlyCollection<LatencyBreakdown> breakdowns) => new()
    {
        DeviceMs = breakdowns.Average(b => b.DeviceMs),
        ChunkMs = breakdowns.Average(b => b.ChunkMs),
        RingMs = breakdowns.Average(b => b.RingMs),
        EncodeMs = breakdowns.Average(b => b.EncodeMs),
        NetworkMs = breakdowns.Average(b => b.NetworkMs),
        JitterBufferMs = breakdowns.Average(b => b.JitterBufferMs),
        DecodeMs = breakdowns.Average(b => b.DecodeMs),
        OutputMs = breakdowns.Average(b => b.OutputMs),
    };

    /// <summary>Whether the sum matches a marker's latency within <see cref="ToleranceMs"/>.</summary>
    public bool Explains(TimeSpan measured) => Math.Abs(measured.TotalMilliseconds - SumMs) <= ToleranceMs;
}
