using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Clocks;

/// <summary>
/// The filter that a signal is read through between its samples: a sinc under a Kaiser window, tabulated at many phases. One table serves
/// all
/// resamplers; the phase next to be used is nearly the one used before, so of its size the cache sees little.
/// </summary>
/// <remarks>
/// 48 taps and β = 12.3 keep images 120 dB down with the pass band flat to 20 kHz of 48 (Kaiser's formulas, for a transition of a sixth
/// of the rate).
/// Between phases the coefficients are interpolated linearly; with 1024 phases that leaves an error of (ω / 1024)² / 8, −122 dB at 19.5
/// kHz.
/// </remarks>
internal static unsafe class InterpolationFilter
{
    /// <summary>Number of samples each value is computed from.</summary>
    public const int Taps = 48;

    /// <summary>Number of points between two samples are tabulated.</summary>
    public const int Phases = 1024;

    private const double KaiserBeta = 12.3;

    private static readonly AlignedSamples Table = Design();

    /// <summary>
    /// The <see cref="Taps"/> coefficients at phase 0; those of the following phases come behind, with phase 1 as the last.
    /// </summary>
    [RealTime]
    public static float* First => Table.First;

    private static AlignedSamples Design()
    {
        var table = new AlignedSamples((Phases + 1) * Taps);
        var row = new double[Taps];
        for (var phase = 0; phase <= Phases; phase++)
        {
            for (var tap = 0; tap < Taps; tap++)
            {
                // The distance, in frames, from the point that is wanted to the sample of this tap.
                var distance = (double)phase / Phases - (tap - Taps / 2 + 1);
                row[tap] = KaiserWindow.Sinc(distance, Taps / 2, KaiserBeta);
            }

            var sum = row.Sum();
            for (var tap = 0; tap < Taps; tap++) table.First[phase * Taps + tap] = (float)(row[tap] / sum);
        }

        return table;
    }
}
