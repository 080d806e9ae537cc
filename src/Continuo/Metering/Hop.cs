using Continuo.Diagnostics;

namespace Continuo.Metering;

/// <summary>The step in which meters move: a hundredth of a second, whatever the block size.</summary>
internal static class Hop
{
    /// <summary>Number of hops a second has.</summary>
    public const int PerSecond = 100;

    /// <summary>
    /// The frames of hop number <paramref name="hop"/>: where a hundredth of a second is not a whole number of them, some have one more.
    /// </summary>
    [RealTime]
    public static int Frames(long hop, int rate) => (int)((hop + 1) * rate / PerSecond - hop * rate / PerSecond);
}
