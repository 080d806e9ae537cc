using Continuo.Codecs.Opus;
using Continuo.Diagnostics;

namespace Continuo.Rooms;

/// <summary>
/// What is given up when the ticks take too long, in this order: encoder complexity (to 5, to 2, to 0), then the number of mixed speakers
/// (to 16, to 8, to 4), then stereo.
/// </summary>
internal static class ShedSteps
{
    /// <summary>Number of steps.</summary>
    public const int Count = 7;

    /// <summary>Number of steps that only make the encoders cheaper.</summary>
    public const int EncoderSteps = 3;

    private static readonly int[] Complexities = [OpusSettings.MaxComplexity, 5, 2, 0];
    private static readonly int[] Mixed = [int.MaxValue, 16, 8, 4];

    /// <summary>The encoder's settings after a number of steps.</summary>
    public static OpusSettings Settings(OpusSettings settings, int step) => settings with
    {
        Complexity = Math.Min(settings.Complexity, Complexities[Math.Min(step, 3)]),
        IsMono = settings.IsMono || step >= Count,
    };

    /// <summary>How many speakers are mixed at most; <paramref name="usual"/> is the room's own limit, 0 for none.</summary>
    [RealTime]
    public static int MaxMixed(int usual, int step) =>
        Math.Min(usual == 0 ? int.MaxValue : usual, Mixed[Math.Clamp(step - 3, 0, 3)]);
}
