using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Sinks;

/// <summary>What the opener of a sink wants of it.</summary>
/// <param name="Sample">How samples are stored or sent; <see langword="null"/>: the sink's own best (float for WAV and pipes, 24 bits for FLAC).</param>
/// <param name="Clock">The clock for sinks that pace or time out; <see langword="null"/>: the system's.</param>
public sealed record SinkRequest(SampleType? Sample = null, MonotonicClock? Clock = null)
{
    /// <summary>The clock for sinks that pace or time out.</summary>
    public MonotonicClock Clock { get; init; } = Clock ?? SystemClock.Instance;
}
