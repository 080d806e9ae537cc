namespace Continuo.Streams;

/// <summary>Event data for a change of a subscription's <see cref="Streams.Pressure"/>.</summary>
/// <param name="subscription">The subscription.</param>
/// <param name="pressure">The new pressure.</param>
/// <param name="lagChunks">Lag in chunks.</param>
public sealed class PressureEventArgs(Subscription subscription, Pressure pressure, long lagChunks) : EventArgs
{
    /// <summary>The subscription.</summary>
    public Subscription Subscription { get; } = subscription;

    /// <summary>The new pressure.</summary>
    public Pressure Pressure { get; } = pressure;

    /// <summary>Lag in chunks.</summary>
    public long LagChunks { get; } = lagChunks;
}
