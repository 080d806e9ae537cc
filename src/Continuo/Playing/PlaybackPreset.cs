namespace Continuo.Playing;

/// <summary>Latency preset for <see cref="PlaybackOptions.For"/>.</summary>
internal enum PlaybackPreset
{
    /// <summary>Compromise: covers the latest wake-up that was measured.</summary>
    Balanced,

    /// <summary>Lowest latency.</summary>
    Lowest,

    /// <summary>For a busy machine, or a process that collects garbage.</summary>
    Safe,
}
