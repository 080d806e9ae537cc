using Continuo.Metering;

namespace Continuo.Engine.Reports;

/// <summary>How one input of an engine is doing.</summary>
/// <param name="Input">Its number.</param>
/// <param name="Kind">Where its audio comes from.</param>
/// <param name="Written">Blocks that its writer has written, as far as the engine has seen.</param>
/// <param name="Read">Blocks that the engine has taken into the mix.</param>
/// <param name="Pending">Blocks that wait to be taken.</param>
/// <param name="Overrun">Blocks lost because the writer ran too far ahead.</param>
/// <param name="Dropouts">Number of times the writer was late after it had been in time; each was faded out.</param>
/// <param name="LateBlocks">Blocks in which audio was missing, from a dropout until it came back; of a player the sum over its
/// tracks.</param>
/// <param name="LateFrames">The frames missing in them.</param>
/// <param name="BadSamples">Samples that were not numbers, or absurdly loud, and were played as silence.</param>
/// <param name="Peak">The level of its loudest channel behind the fader, 1 being full scale.</param>
/// <param name="Name">Its name.</param>
public readonly record struct EngineInputReport(
    int Input,
    EngineInputKind Kind,
    long Written,
    long Read,
    long Pending,
    long Overrun,
    long Dropouts,
    long LateBlocks,
    long LateFrames,
    long BadSamples,
    float Peak,
    string Name)
{
    /// <summary>The level of the louder of the first two channels, 0 without a meter.</summary>
    internal static float PeakOf(AudioMeter? meter)
    {
        if (meter?.Levels is not { } levels) return 0;
        return Math.Max(levels.Peak(0), levels.Channels > 1 ? levels.Peak(1) : 0);
    }
}
