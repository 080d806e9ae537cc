using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>When a block is rendered, and when its first frame is heard, in nanoseconds of the player's clock.</summary>
/// <param name="Now">Current time.</param>
/// <param name="Heard">Not earlier than <paramref name="Now"/>.</param>
[RealTime]
internal readonly record struct RenderTime(long Now, long Heard)
{
    /// <summary>The time of a later part of the same block.</summary>
    public RenderTime After(long nanoseconds) => this with { Heard = Heard + nanoseconds };
}
