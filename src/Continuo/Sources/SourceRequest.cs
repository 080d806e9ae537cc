using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Sources;

/// <summary>Requested properties of a source.</summary>
/// <param name="SampleRate">Requested sample rate; <see langword="null"/>: the source's own, or 48 000 if it has none.</param>
/// <param name="Channels">Requested channels; <see langword="null"/>: the source's own, or 2 if it has none.</param>
/// <param name="ChunkFrames">Chunk size of the stream. A device should deliver at most this many frames at a time.</param>
/// <param name="WaitForAppearance">Maximum wait for an application or device that does not exist yet; <see langword="null"/>: do not
/// wait.</param>
/// <param name="Clock">Clock of the capture times; <see langword="null"/>: the system's.</param>
public sealed record SourceRequest(
    int? SampleRate = null,
    int? Channels = null,
    int ChunkFrames = 480,
    TimeSpan? WaitForAppearance = null,
    MonotonicClock? Clock = null)
{
    /// <summary>Clock of the capture times.</summary>
    public MonotonicClock Clock { get; init; } = Clock ?? MonotonicClock.System;

    /// <summary>Whether no chunk size was requested. A source with another sample rate then uses 10 ms at its own rate.</summary>
    public bool IsDefaultChunk { get; init; }

    /// <summary>Whether the source ends when the captured application exits. Otherwise it waits for the application to return.</summary>
    public bool EndWithApplication { get; init; }

    /// <summary>Returns the chunk size at a sample rate.</summary>
    public int ChunkFramesAt(int sampleRate) => IsDefaultChunk ? Math.Max(1, sampleRate / 100) : ChunkFrames;

    /// <summary>Returns the requested format; properties that were not requested are taken from <paramref name="own"/>.</summary>
    public AudioFormat Complete(AudioFormat own) => own.AtRate(SampleRate ?? own.SampleRate).WithChannels(Channels ?? own.Channels);
}
