using System.Runtime.CompilerServices;
using Continuo.Diagnostics;

namespace Continuo.Dsp;

/// <summary>
/// Finds the lag at which a piece of audio is most similar to itself, by normalised correlation: first at every few lags, then at each lag
/// around the best. Thread-safe; real-time-safe.
/// </summary>
internal static class PeriodFinder
{
    /// <summary>Finds the lag with the highest correlation.</summary>
    /// <param name="view">Frames × channels, interleaved.</param>
    /// <param name="start">Index of the first sample of the piece to match.</param>
    /// <param name="length">Its length, in samples.</param>
    /// <param name="step">Samples per frame; negative to search before the piece.</param>
    /// <param name="shortest">Smallest lag, in frames.</param>
    /// <param name="longest">Largest lag, in frames.</param>
    /// <param name="stride">Distance between the lags of the first pass, in frames.</param>
    /// <param name="least">Threshold of the correlation, −1…1.</param>
    /// <returns>The lag in frames; 0 if none exceeds <paramref name="least"/>.</returns>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Find(ReadOnlySpan<float> view, int start, int length, int step, int shortest, int longest, int stride, float least)
    {
        var piece = view.Slice(start, length);
        var power = Correlation.Dot(piece, piece);
        var (best, likeness) = (0, least);
        for (var lag = shortest; lag <= longest; lag += stride) Try(view, start, piece, power, lag, step, ref best, ref likeness);
        if (best == 0) return 0;
        var (from, to) = (Math.Max(shortest, best - stride + 1), Math.Min(longest, best + stride - 1));
        for (var lag = from; lag <= to; lag++) Try(view, start, piece, power, lag, step, ref best, ref likeness);
        return best;
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Try(
        ReadOnlySpan<float> view,
        int start,
        ReadOnlySpan<float> piece,
        float power,
        int lag,
        int step,
        ref int best,
        ref float likeness)
    {
        var there = view.Slice(start + lag * step, piece.Length);
        var product = Correlation.Dot(piece, there);
        if (product <= 0 && likeness >= 0) return;
        var alike = product / MathF.Sqrt(power * Correlation.Dot(there, there) + 1e-20f);
        if (alike <= likeness) return;
        (best, likeness) = (lag, alike);
    }
}
