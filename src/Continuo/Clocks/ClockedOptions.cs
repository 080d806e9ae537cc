namespace Continuo.Clocks;

/// <summary>Options of what waits or takes the time. Immutable.</summary>
public abstract record ClockedOptions
{
    /// <summary>The clock for waiting and for times; a <see cref="VirtualClock"/> in tests. By default the system's monotonic clock.</summary>
    public MonotonicClock Clock { get; init; } = SystemClock.Instance;
}
