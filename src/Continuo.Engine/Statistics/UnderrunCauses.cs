namespace Continuo.Engine.Statistics;

/// <summary>Underruns and missing audio by cause. Each case is counted under exactly one cause.</summary>
/// <param name="Device">Underruns although the mix was in time: the device requested late or more than its buffer, or the mixing thread
/// was woken late.</param>
/// <param name="Mix">Underruns because rendering and writing took longer than a block's duration.</param>
/// <param name="Unheard">Blocks rendered while the sink was lost, being reopened or stalled.</param>
/// <param name="Applications">Blocks in which an application's stream was late, summed over the open streams. For each stream:
/// <see cref="EngineInputStatistics.LateBlocks"/>.</param>
/// <param name="Sources">Blocks in which a file, a player's track or a live source was late, summed over the open inputs.</param>
public readonly record struct UnderrunCauses(long Device, long Mix, long Unheard, long Applications, long Sources);
