namespace Continuo.Mixing;

/// <summary>What became of a track's input so far.</summary>
/// <param name="Blocks">Blocks rendered since the track was added.</param>
/// <param name="Dropouts">How often the input failed after it had flowed: each was faded out.</param>
/// <param name="LateBlocks">Blocks in which frames were missing, from a dropout until the input came back.</param>
/// <param name="LateFrames">The frames missing in them: what was made up or left silent.</param>
/// <param name="SurplusFrames">Frames delivered beyond what a block holds, and thrown away.</param>
public readonly record struct TrackStatistics(long Blocks, long Dropouts, long LateBlocks, long LateFrames, long SurplusFrames);
