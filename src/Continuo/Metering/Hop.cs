using Continuo.Diagnostics;

namespace Continuo.Metering;

/// <summary>The update interval of meters: a hundredth of a second, independent of the block size.</summary>
internal static class Hop
{
    /// <summary>Number of hops per second.</summary>
    public const int PerSecond = 100;

    /// <summary>
    /// Number of frames in hop number <paramref name="hop"/>. If a hundredth of a second is not a whole number of frames, some hops are one
    /// frame longer.
    /// </summary>
    [RealTime]
    public static int Frames(long hop, int rate) => (int)((hop + 1) * rate / PerSecond - hop * rate / PerSecond);
}
