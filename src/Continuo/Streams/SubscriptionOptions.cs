using Continuo.Rings;

namespace Continuo.Streams;

/// <summary>How a subscription behaves. Immutable.</summary>
public sealed record SubscriptionOptions
{
    /// <summary>The name shown in statistics and on the pump's thread.</summary>
    public string Name { get; init; } = "callback";

    /// <summary>The reader's behaviour: tolerable lag, history, wake-up.</summary>
    public RingReaderOptions Reader { get; init; } = RingReaderOptions.Default;
}
