using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Sinks;

/// <summary>Requested properties of a sink.</summary>
/// <param name="Sample">Sample type to write; <see langword="null"/>: the sink's default (float for WAV and pipes, 24 bits for
/// FLAC).</param>
/// <param name="Clock">Clock for pacing and time-outs; <see langword="null"/>: the system clock.</param>
public sealed record SinkRequest(SampleType? Sample = null, MonotonicClock? Clock = null)
{
    /// <summary>Clock for pacing and time-outs.</summary>
    public MonotonicClock Clock { get; init; } = Clock ?? SystemClock.Instance;
}
