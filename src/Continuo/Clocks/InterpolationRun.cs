using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Clocks;

/// <summary>
/// Reads consecutive frames between the samples of a signal, one per vector lane, so that no horizontal sum is needed. The signal is
/// filtered with the coefficients of the first and of the last frame; the frames between are interpolated linearly, as between two phases
/// of <see cref="InterpolationFilter"/>. The error is the same if first and last are at most one phase apart.
/// </summary>
internal static unsafe class InterpolationRun
{
    private const int Taps = InterpolationFilter.Taps;

    /// <summary>Computes the filters for two positions between the same samples.</summary>
    /// <param name="first">Position of the first frame, 0…1 (exclusive).</param>
    /// <param name="last">Position of the last frame.</param>
    /// <param name="filters">Room for two filters.</param>
    [RealTime]
    public static void Prepare<TSimd, TVector>(double first, double last, float* filters)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        Coefficients<TSimd, TVector>(first, filters);
        if (last != first) Coefficients<TSimd, TVector>(last, filters + Taps);
    }

    /// <summary>Reads two signals when all frames have the same position between samples.</summary>
    /// <param name="left">Where the first frame's filter begins in the first signal; taps plus one vector of samples are read.</param>
    /// <param name="right">The same for the second signal.</param>
    /// <param name="filters">Output of <see cref="Prepare"/>.</param>
    /// <param name="read">Room for two vectors, one per signal.</param>
    [RealTime]
    public static void Steady<TSimd, TVector>(float* left, float* right, float* filters, float* read)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var zero = TSimd.Repeat(0);
        var (left0, left1, left2, left3) = (zero, zero, zero, zero);
        var (right0, right1, right2, right3) = (zero, zero, zero, zero);
        for (var tap = 0; tap < Taps; tap += 4)
        {
            var (tap0, tap1) = (TSimd.Repeat(filters[tap]), TSimd.Repeat(filters[tap + 1]));
            var (tap2, tap3) = (TSimd.Repeat(filters[tap + 2]), TSimd.Repeat(filters[tap + 3]));
            left0 = TSimd.MultiplyAdd(TSimd.Load(left + tap), tap0, left0);
            right0 = TSimd.MultiplyAdd(TSimd.Load(right + tap), tap0, right0);
            left1 = TSimd.MultiplyAdd(TSimd.Load(left + tap + 1), tap1, left1);
            right1 = TSimd.MultiplyAdd(TSimd.Load(right + tap + 1), tap1, right1);
            left2 = TSimd.MultiplyAdd(TSimd.Load(left + tap + 2), tap2, left2);
            right2 = TSimd.MultiplyAdd(TSimd.Load(right + tap + 2), tap2, right2);
            left3 = TSimd.MultiplyAdd(TSimd.Load(left + tap + 3), tap3, left3);
            right3 = TSimd.MultiplyAdd(TSimd.Load(right + tap + 3), tap3, right3);
        }

        TSimd.Store(TSimd.Add(TSimd.Add(left0, left1), TSimd.Add(left2, left3)), read);
        TSimd.Store(TSimd.Add(TSimd.Add(right0, right1), TSimd.Add(right2, right3)), read + TSimd.Count);
    }

    /// <summary>
    /// Reads two signals while the position moves from the first frame to the last. Parameters as for <see cref="Steady"/>.
    /// </summary>
    [RealTime]
    public static void Sliding<TSimd, TVector>(float* left, float* right, float* filters, float* read)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var zero = TSimd.Repeat(0);
        var (left0, left1, right0, right1) = (zero, zero, zero, zero);
        var (leftLast0, leftLast1, rightLast0, rightLast1) = (zero, zero, zero, zero);
        for (var tap = 0; tap < Taps; tap += 2)
        {
            var (first, last) = (TSimd.Repeat(filters[tap]), TSimd.Repeat(filters[Taps + tap]));
            var (l, r) = (TSimd.Load(left + tap), TSimd.Load(right + tap));
            left0 = TSimd.MultiplyAdd(l, first, left0);
            leftLast0 = TSimd.MultiplyAdd(l, last, leftLast0);
            right0 = TSimd.MultiplyAdd(r, first, right0);
            rightLast0 = TSimd.MultiplyAdd(r, last, rightLast0);
            (first, last) = (TSimd.Repeat(filters[tap + 1]), TSimd.Repeat(filters[Taps + tap + 1]));
            (l, r) = (TSimd.Load(left + tap + 1), TSimd.Load(right + tap + 1));
            left1 = TSimd.MultiplyAdd(l, first, left1);
            leftLast1 = TSimd.MultiplyAdd(l, last, leftLast1);
            right1 = TSimd.MultiplyAdd(r, first, right1);
            rightLast1 = TSimd.MultiplyAdd(r, last, rightLast1);
        }

        TSimd.Store(Between<TSimd, TVector>(TSimd.Add(left0, left1), TSimd.Add(leftLast0, leftLast1)), read);
        TSimd.Store(Between<TSimd, TVector>(TSimd.Add(right0, right1), TSimd.Add(rightLast0, rightLast1)), read + TSimd.Count);
    }

    /// <summary>Interpolates from the first lane of <paramref name="first"/> to the last lane of <paramref name="last"/>.</summary>
    [RealTime]
    private static TVector Between<TSimd, TVector>(TVector first, TVector last)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var share = TSimd.Multiply(TSimd.Indices, TSimd.Repeat(1f / (TSimd.Count - 1)));
        return TSimd.MultiplyAdd(TSimd.MultiplyAdd(first, TSimd.Repeat(-1), last), share, first);
    }

    /// <summary>Coefficients at a position between two samples.</summary>
    [RealTime]
    private static void Coefficients<TSimd, TVector>(double fraction, float* to)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // Safety: each fraction below 1 has a row in the table and a row after it; the number of taps is a multiple of every vector length.
        var place = fraction * InterpolationFilter.Phases;
        var row = InterpolationFilter.First + (int)place * Taps;
        var (between, minus) = (TSimd.Repeat((float)(place - (int)place)), TSimd.Repeat(-1));
        for (var tap = 0; tap < Taps; tap += TSimd.Count)
        {
            var low = TSimd.Load(row + tap);
            TSimd.Store(TSimd.MultiplyAdd(TSimd.MultiplyAdd(low, minus, TSimd.Load(row + Taps + tap)), between, low), to + tap);
        }
    }
}
