namespace Continuo.Rings;

/// <summary>How a waiting reader learns of a new chunk.</summary>
public enum WakeMode
{
    /// <summary>The writer wakes it, where the platform can; else it polls.</summary>
    Event,

    /// <summary>It polls at an adaptive interval.</summary>
    Poll,

    /// <summary>
    /// The writer wakes it for several chunks at once, about every 50 ms of audio (in a small ring: every quarter of it); chunks that no further ones
    /// follow are read after twice that time. For consumers that may be late, such as files and meters: it saves four wake-ups in five.
    /// </summary>
    Batch,
}
