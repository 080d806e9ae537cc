using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Clocks;

/// <summary>
/// The filter for reading a signal between its samples: a sinc under a Kaiser window, tabulated at many phases. All resamplers share one
/// table. Successive phases are close together, so little of the table is in the cache at a time.
/// </summary>
/// <remarks>
///  48 taps and β = 12.3 keep images 120 dB down with a flat pass band up to 20 kHz at 48 kHz (Kaiser's formulas, for a transition band of
/// a sixth of the rate). Coefficients between phases are interpolated linearly; with 1024 phases the error is (ω / 1024)² / 8, −122 dB at
/// 19.5 kHz.
/// </remarks>
internal static unsafe class InterpolationFilter
{
    /// <summary>Number of samples that contribute to each value.</summary>
    public const int Taps = 48;

    /// <summary>Number of tabulated positions between two samples.</summary>
    public const int Phases = 1024;

    private const double KaiserBeta = 12.3;

    private static readonly AlignedSamples Table = Design();

    /// <summary>The <see cref="Taps"/> coefficients of phase 0, followed by those of the next phases; the last is phase 1.</summary>
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
                // Distance in frames from the wanted position to the sample of this tap.
                var distance = (double)phase / Phases - (tap - Taps / 2 + 1);
                row[tap] = KaiserWindow.Sinc(distance, Taps / 2, KaiserBeta);
            }

            var sum = row.Sum();
            for (var tap = 0; tap < Taps; tap++) table.First[phase * Taps + tap] = (float)(row[tap] / sum);
        }

        return table;
    }
}
