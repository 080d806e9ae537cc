namespace Continuo.Engine;

/// <summary>How one input of an engine is doing.</summary>
/// <param name="Input">Its number.</param>
/// <param name="Written">Blocks that its writer has written, as far as the engine has seen.</param>
/// <param name="Read">Blocks that the engine has taken into the mix.</param>
/// <param name="Pending">Blocks that wait to be taken.</param>
/// <param name="Overrun">Blocks lost because the writer ran too far ahead.</param>
/// <param name="Dropouts">How often the writer was late after it had been in time; each was faded out.</param>
/// <param name="LateBlocks">Blocks in which audio was missing, from a dropout until it came back.</param>
/// <param name="LateFrames">The frames missing in them.</param>
/// <param name="BadSamples">Samples that were not numbers, or absurdly loud, and were played as silence.</param>
/// <param name="Name">Its name.</param>
public readonly record struct EngineInputReport(
    int Input,
    long Written,
    long Read,
    long Pending,
    long Overrun,
    long Dropouts,
    long LateBlocks,
    long LateFrames,
    long BadSamples,
    string Name)
{
    /// <summary>Looks at an input of this process.</summary>
    public static EngineInputReport Of(EngineInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (ring, track) = (input.Counts, input.Track.Counts);
        return new EngineInputReport(input.Id, ring.Written, ring.Read, ring.Pending, ring.Overrun, track.Dropouts, track.LateBlocks, track.LateFrames, input.BadSamples, input.Name);
    }
}
