using Continuo.Rings;

namespace Continuo.Streams;

/// <summary>Options of a <see cref="Subscription"/>. Immutable.</summary>
public sealed record SubscriptionOptions
{
    /// <summary>Name in statistics, also the name of the thread.</summary>
    public string Name { get; init; } = "callback";

    /// <summary>Options of the reader: maximum lag, history, wake-up.</summary>
    public RingReaderOptions Reader { get; init; } = RingReaderOptions.Default;
}
