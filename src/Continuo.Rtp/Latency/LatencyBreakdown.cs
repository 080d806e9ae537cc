namespace Continuo.Rtp.Latency;

/// <summary>Where the time goes between a frame's capture and its being heard, by the books of each part, in milliseconds.</summary>
internal sealed record LatencyBreakdown
{
    /// <summary>How close the sum must come to what a marker measures.</summary>
    public const double ToleranceMs = 1;

    /// <summary>From the capture of a chunk's last frame to the source's handing it over.</summary>
    public double DeviceMs { get; init; }

    /// <summary>The chunk's own length: its first frame waits for its last.</summary>
    public double ChunkMs { get; init; }

    /// <summary>From the ring's having it to the consumer's taking it.</summary>
    public double RingMs { get; init; }

    /// <summary>Filling the packet, the codec's look-ahead, and its work.</summary>
    public double EncodeMs { get; init; }

    /// <summary>From a packet's sending to its arrival.</summary>
    public double NetworkMs { get; init; }

    /// <summary>From a packet's arrival to its first frame's being read.</summary>
    public double JitterBufferMs { get; init; }

    /// <summary>The decoder's work, and the resampler's filter.</summary>
    public double DecodeMs { get; init; }

    /// <summary>From being read to being heard.</summary>
    public double OutputMs { get; init; }

    /// <summary>All parts together.</summary>
    public double SumMs => DeviceMs + ChunkMs + RingMs + EncodeMs + NetworkMs + JitterBufferMs + DecodeMs + OutputMs;

    /// <summary>The parts in the order of the way, with the words that they are printed with.</summary>
    public IReadOnlyList<(string Part, double Ms)> Parts =>
    [
        ("device", DeviceMs), ("chunk", ChunkMs), ("ring", RingMs), ("encode", EncodeMs),
        ("network", NetworkMs), ("jitter buffer", JitterBufferMs), ("decode", DecodeMs), ("output", OutputMs),
    ];

    /// <summary>The mean of several, part by part.</summary>
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

    /// <summary>Whether the sum agrees with what a marker measured.</summary>
    public bool Explains(TimeSpan measured) => Math.Abs(measured.TotalMilliseconds - SumMs) <= ToleranceMs;
}
