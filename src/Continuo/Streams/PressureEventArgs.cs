namespace Continuo.Streams;

/// <summary>Tells that a subscription fell behind, or caught up.</summary>
/// <param name="subscription">Whose consumer it is.</param>
/// <param name="pressure">How hard it is pressed now.</param>
/// <param name="lagChunks">Number of chunks it is behind.</param>
public sealed class PressureEventArgs(Subscription subscription, Pressure pressure, long lagChunks) : EventArgs
{
    /// <summary>Whose consumer it is.</summary>
    public Subscription Subscription { get; } = subscription;

    /// <summary>How hard it is pressed now.</summary>
    public Pressure Pressure { get; } = pressure;

    /// <summary>Number of chunks it is behind.</summary>
    public long LagChunks { get; } = lagChunks;
}
