namespace Continuo.Playing;

/// <summary>What a <see cref="PlaybackOptions.For"/> is made for.</summary>
public enum PlaybackPreset
{
    /// <summary>Between the two: nothing is to be heard of wake-ups that are as late as any that were measured.</summary>
    Balanced,

    /// <summary>The shortest way to the ear.</summary>
    Lowest,

    /// <summary>For a busy machine, or a process that collects garbage.</summary>
    Safe,
}
