using Continuo.Metering;

namespace Continuo.Engine.Statistics;

/// <summary>Statistics of an engine input.</summary>
/// <param name="Input">Number of the input.</param>
/// <param name="Kind">Origin of the audio.</param>
/// <param name="Written">Blocks written, as last seen by the engine.</param>
/// <param name="Read">Blocks the engine has read into the mix.</param>
/// <param name="Pending">Blocks not read yet.</param>
/// <param name="Overrun">Blocks lost because the writer ran too far ahead.</param>
/// <param name="Dropouts">Number of times the writer became late. Each time the audio was faded out.</param>
/// <param name="LateBlocks">Blocks with missing audio, from a dropout until the audio returned. For a player, the sum over its
/// tracks.</param>
/// <param name="LateFrames">Frames missing in late blocks.</param>
/// <param name="BadSamples">Samples that were NaN, infinite or far beyond full scale, and were replaced by silence.</param>
/// <param name="Peak">Level of the loudest channel after the fader; 1 is full scale.</param>
/// <param name="Name">Display name.</param>
public readonly record struct EngineInputStatistics(
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
    /// <summary>Level of the louder of the first two channels; 0 without a meter.</summary>
    internal static float PeakOf(AudioMeter? meter)
    {
        if (meter?.Levels is not { } levels) return 0;
        return Math.Max(levels.Peak(0), levels.Channels > 1 ? levels.Peak(1) : 0);
    }
}
