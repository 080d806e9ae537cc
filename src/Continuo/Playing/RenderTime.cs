using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>When something is rendered, and when its first frame is heard, in nanoseconds of the player's clock.</summary>
/// <param name="Now">The present time.</param>
/// <param name="Heard">Not before it.</param>
[RealTime]
internal readonly record struct RenderTime(long Now, long Heard)
{
    /// <summary>The time of what comes some nanoseconds later in the same block.</summary>
    public RenderTime After(long nanoseconds) => this with { Heard = Heard + nanoseconds };
}
