using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

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
internal sealed record LoopbackReport(
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
    JitterBufferStatistics Buffer)
{
    /// <summary>The report of a run that found at least one marker. Those in which the delay changed are left out, unless it did in all.</summary>
    public static LoopbackReport Of(PacketCodec codec, IReadOnlyList<FoundMarker> found, int sent, long lateBlocks, JitterBufferStatistics buffer)
    {
        var moved = found.Count(f => !f.IsSteady);
        var used = moved < found.Count ? [.. found.Where(f => f.IsSteady)] : found;
        return new LoopbackReport(
            codec.ToString(),
            used.Average(f => f.Ms),
            used.Min(f => f.Ms),
            used.Max(f => f.Ms),
            LatencyBreakdown.Mean([.. used.Select(f => f.Parts)]),
            used.Max(f => Math.Abs(f.Ms - f.Parts.SumMs)),
            moved,
            sent,
            used.Count,
            used.Min(f => f.StrengthDb),
            lateBlocks,
            buffer);
    }
}
