namespace Continuo.Engine.Reports;

/// <summary>What was not heard as it should have been, by its cause. Each case is counted in one of them.</summary>
/// <param name="Device">Number of times the device ran dry although the mix was in time: it asked late, or for more than it holds, or the
/// mixing thread was woken late.</param>
/// <param name="Mix">Number of times it ran dry because rendering and writing took longer than a block lasts.</param>
/// <param name="Unheard">Blocks that were rendered while the sink was away, being opened again, or stalled.</param>
/// <param name="Applications">Blocks in which an application's stream was late, over the streams that are open now; by stream in
/// <see cref="EngineInputReport.LateBlocks"/>.</param>
/// <param name="Sources">The same of files, players' tracks and live sources: the disk or the source was late.</param>
public readonly record struct UnderrunCauses(long Device, long Mix, long Unheard, long Applications, long Sources);
