using Continuo.Clocks;
using Continuo.Live;
using Continuo.Rings;
using Continuo.Streams;

namespace Continuo.Recording;

/// <summary>How a recorder behaves. Immutable.</summary>
public sealed record RecorderOptions
{
    /// <summary>End after this many frames of timeline, exactly; <see langword="null"/>: when the stream ends or the recorder is finished.</summary>
    public long? Frames { get; init; }

    /// <summary>How much audio that was captured before the recorder's start is recorded, too, as far as the ring reaches.</summary>
    public TimeSpan History { get; init; }

    /// <summary>The name shown in statistics.</summary>
    public string Name { get; init; } = "recorder";

    /// <summary>
    /// How the stream is followed if the sink has a clock of its own: the delay that is held, the longest lag. Its <see cref="LiveInputOptions.Frames"/> and
    /// <see cref="ClockedOptions.Clock"/> are not used.
    /// </summary>
    public LiveInputOptions Live { get; init; } = LiveInputOptions.Default;

    /// <summary>
    /// Whether a sink that takes audio exactly as fast as it is captured, while audio waits for it, is taken to have a clock although it does not say so
    /// (<see cref="Sinks.IAudioSink.Output"/>): from then on its delay is held like that of an output. If not, nothing is ever skipped, and what a sink has once lost in
    /// time it stays behind.
    /// </summary>
    public bool DetectsClock { get; init; } = true;

    internal SubscriptionOptions ToSubscription(bool inBatches) =>
        new() { Name = Name, Reader = RingReaderOptions.Default with { History = History, WakeMode = inBatches ? WakeMode.Batch : WakeMode.Event } };
}
