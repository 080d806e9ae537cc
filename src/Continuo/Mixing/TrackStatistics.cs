namespace Continuo.Mixing;

/// <summary>Statistics of a track's input.</summary>
/// <param name="Blocks">Blocks rendered since the track was added.</param>
/// <param name="Dropouts">Number of times the input stopped delivering. Each time the audio was faded out.</param>
/// <param name="LateBlocks">Blocks with missing frames, from a dropout until the input delivers again.</param>
/// <param name="LateFrames">Frames missing in late blocks, concealed or left silent.</param>
/// <param name="SurplusFrames">Frames delivered beyond the end of a block and discarded.</param>
public readonly record struct TrackStatistics(long Blocks, long Dropouts, long LateBlocks, long LateFrames, long SurplusFrames);
