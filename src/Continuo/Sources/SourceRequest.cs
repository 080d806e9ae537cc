using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Sources;

/// <summary>What the opener of a source wants of it.</summary>
/// <param name="SampleRate">The rate wanted; <see langword="null"/>: the source's own (48 000 for sources that have none).</param>
/// <param name="Channels">The channels wanted; <see langword="null"/>: the source's own (2 for sources that have none).</param>
/// <param name="ChunkFrames">The chunk size of the stream: a device should deliver in portions no larger.</param>
/// <param name="WaitForAppearance">How long to wait for an application or device that does not exist yet; <see langword="null"/>: not at all.</param>
/// <param name="Clock">The clock that capture times are told in.</param>
public sealed record SourceRequest(
    int? SampleRate,
    int? Channels,
    int ChunkFrames,
    TimeSpan? WaitForAppearance,
    MonotonicClock Clock)
{
    /// <summary>Whether no chunk size was asked for, so that a source at a rate of its own takes 10 ms of its frames.</summary>
    public bool IsDefaultChunk { get; init; }

    /// <summary>Whether the source ends when the application that it captures has ended; otherwise it waits for it to come back.</summary>
    public bool EndWithApplication { get; init; }

    /// <summary>The size of a portion at a rate.</summary>
    public int ChunkFramesAt(int sampleRate) => IsDefaultChunk ? Math.Max(1, sampleRate / 100) : ChunkFrames;

    /// <summary>The format wanted, completed by <paramref name="own"/> where nothing is asked.</summary>
    public AudioFormat Complete(AudioFormat own) => own.AtRate(SampleRate ?? own.SampleRate).WithChannels(Channels ?? own.Channels);
}
