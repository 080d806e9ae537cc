using Continuo.Rtp.Jitter;

namespace Continuo.Rtp.Latency;

/// <summary>What a <see cref="LoopbackRun"/> measured.</summary>
/// <param name="Codec">What was sent, in one line.</param>
/// <param name="MeasuredMs">What the markers say, in the mean.</param>
/// <param name="LeastMs">The least of them.</param>
/// <param name="GreatestMs">The greatest.</param>
/// <param name="Breakdown">The parts, by the books of each, in the mean over the packets that carried the markers.</param>
/// <param name="WorstDifferenceMs">The greatest difference of a marker to the sum of its own parts.</param>
/// <param name="Moved">Markers in the middle of which the jitter buffer changed its delay, so that they have no one latency; left out, unless all are.</param>
/// <param name="Sent">Markers that were sent.</param>
/// <param name="Found">Markers that were found.</param>
/// <param name="StrengthDb">How far the weakest of them stood out.</param>
/// <param name="LateBlocks">Blocks that were made after they were to be heard: this process was not given the processor in time.</param>
/// <param name="Buffer">What the jitter buffer did, and why.</param>
public sealed record LoopbackReport(
    string Codec,
    double MeasuredMs,
    double LeastMs,
    double GreatestMs,
    LatencyBreakdown Breakdown,
    double WorstDifferenceMs,
    int Moved,
    int Sent,
    int Found,
    double StrengthDb,
    long LateBlocks,
    JitterBufferStatistics Buffer);
