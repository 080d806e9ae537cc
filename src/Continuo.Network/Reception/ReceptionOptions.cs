using Continuo.Clocks;
using Continuo.Network.Jitter;

namespace Continuo.Network.Reception;

/// <summary>How a session receives. Immutable.</summary>
public sealed record ReceptionOptions
{
    /// <summary>What the payload types stand for.</summary>
    public required PayloadMap Payloads { get; init; }

    /// <summary>How each source's jitter buffer behaves.</summary>
    public JitterBufferOptions Jitter { get; init; } = JitterBufferOptions.Default;

    /// <summary>Whether the difference between a sender's clock and ours is resampled away, rather than left to time-scaling. Costs about half a percent of a core for each source.</summary>
    public bool DriftCorrection { get; init; } = true;

    /// <summary>No more sources than this are kept; packets of others are counted and dropped.</summary>
    public int MaxStreams { get; init; } = 256;

    /// <summary>A source that has been silent for this long, without reports either, is forgotten.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of arrivals and of reading.</summary>
    public MonotonicClock Clock { get; init; } = SystemClock.Instance;

    /// <summary>Our own name in reports, UTF-8.</summary>
    public string Name { get; init; } = "continuo";
}
