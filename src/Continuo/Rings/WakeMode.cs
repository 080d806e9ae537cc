namespace Continuo.Rings;

/// <summary>How a waiting reader learns of a new chunk.</summary>
public enum WakeMode
{
    /// <summary>The writer wakes it, where the platform can; else it polls.</summary>
    Event,

    /// <summary>It polls at an adaptive interval.</summary>
    Poll,
}
