using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Latency;

/// <summary>Result of a <see cref="LoopbackRun"/>.</summary>
/// <param name="Codec">What was sent, in one line.</param>
/// <param name="MeasuredMs">Mean latency of the markers, in ms.</param>
/// <param name="LeastMs">Lowest latency of a marker, in ms.</param>
/// <param name="GreatestMs">Highest latency of a marker, in ms.</param>
/// <param name="Breakdown">Latency by stage: the mean over the packets that carried the markers.</param>
/// <param name="WorstDifferenceMs">Largest difference between a marker's latency and the sum of its stages, in ms.</param>
/// <param name="Moved">
/// Markers during which the jitter buffer changed its delay. They are excluded from the results, unless no other markers exist.
/// </param>
/// <param name="Sent">Number of markers sent.</param>
/// <param name="Found">Number of markers found.</param>
/// <param name="StrengthDb">Detection strength of the weakest marker, in dB.</param>
/// <param name="LateBlocks">Blocks rendered too late, because the process was not scheduled in time.</param>
/// <param name="Buffer">Statistics of the jitter buffer.</param>
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
    /// <summary>
    /// Creates the report of a run that found at least one marker. Markers during which the delay changed are excluded, unless it changed
    /// in all.
    /// </summary>
    public static LoopbackReport Of(
        PacketCodec codec,
        IReadOnlyList<FoundMarker> found,
        int sent,
        long lateBlocks,
        JitterBufferStatistics buffer)
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
