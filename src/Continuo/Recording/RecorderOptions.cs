using Continuo.Clocks;
using Continuo.Live;
using Continuo.Rings;

namespace Continuo.Recording;

/// <summary>Options of a <see cref="Recorder"/>. Immutable.</summary>
public sealed record RecorderOptions
{
    /// <summary>
    /// Ends the recording after exactly this many frames of the timeline. <see langword="null"/>: ends with the stream or by
    /// <see cref="Recorder.FinishAsync"/>.
    /// </summary>
    public long? Frames { get; init; }

    /// <summary>Duration of audio captured before the recorder's start that is also recorded, limited by the ring's length.</summary>
    public TimeSpan History { get; init; }

    /// <summary>The name shown in statistics.</summary>
    public string Name { get; init; } = "recorder";

    /// <summary>
    /// Options of the live input for a sink with its own clock: target delay, maximum lag. <see cref="LiveInputOptions.Frames"/> and
    /// <see cref="ClockedOptions.Clock"/> are ignored.
    /// </summary>
    public LiveInputOptions Live { get; init; } = LiveInputOptions.Default;

    /// <summary>
    /// Whether to detect a sink with its own clock that does not report one (<see cref="Sinks.IAudioSink.Output"/>): it accepts audio
    /// exactly at the capture rate while audio is pending. Its delay is then held constant like that of an output. If disabled, no audio
    /// is skipped, and a sink that falls behind stays behind.
    /// </summary>
    public bool DetectsClock { get; init; } = true;

    internal RingReaderOptions ToReader(bool inBatches) =>
        new() { Name = Name, Kind = "recorder", History = History, WakeMode = inBatches ? WakeMode.Batch : WakeMode.Event };
}
