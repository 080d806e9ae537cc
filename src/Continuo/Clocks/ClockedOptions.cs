namespace Continuo.Clocks;

/// <summary>Base of options for components that use a clock. Immutable.</summary>
public abstract record ClockedOptions
{
    /// <summary>Clock for waits and timestamps. Default: the system's monotonic clock. Tests use a <see cref="VirtualClock"/>.</summary>
    public MonotonicClock Clock { get; init; } = SystemClock.Instance;
}
