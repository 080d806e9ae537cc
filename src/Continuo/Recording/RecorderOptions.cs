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

    internal SubscriptionOptions ToSubscription() =>
        new() { Name = Name, Reader = RingReaderOptions.Default with { History = History } };
}
