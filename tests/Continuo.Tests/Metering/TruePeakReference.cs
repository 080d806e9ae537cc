using System.Numerics;

namespace Continuo.Tests.Metering;

/// <summary>
/// The true peak by brute force, to judge others by: 16 points per frame from the 256 samples around each, in double precision,
/// computed only where a sample is near the highest.
/// </summary>
internal static class TruePeakReference
{
    private const int Factor = 16;
    private const int Half = 128;

    private static readonly double[][] Phases = [.. Enumerable.Range(0, Factor).Select(Phase)];

    /// <summary>The highest magnitude of the waveform, in decibels.</summary>
    /// <param name="samples">Interleaved.</param>
    /// <param name="channels">Samples per frame.</param>
    public static double MaxDb(ReadOnlySpan<float> samples, int channels)
    {
        var highest = 0.0;
        for (var channel = 0; channel < channels; channel++)
        {
            var line = new double[samples.Length / channels + 2 * Half];
            for (var frame = 0; frame < samples.Length / channels; frame++) line[Half + frame] = samples[frame * channels + channel];
            foreach (var magnitude in line) highest = Math.Max(highest, Math.Abs(magnitude));
            for (var frame = 0; frame + 2 * Half <= line.Length; frame++)
            {
                // A point cannot be much higher than what is around it: quiet places are passed over.
                var near = 0.0;
                for (var i = -3; i <= 4; i++) near = Math.Max(near, Math.Abs(line[Math.Clamp(frame + Half - 1 + i, 0, line.Length - 1)]));
                if (near < highest * 0.5) continue;
                foreach (var phase in Phases)
                {
                    var sum = 0.0;
                    for (var tap = 0; tap < 2 * Half; tap += Vector<double>.Count)
                    {
                        sum += Vector.Dot(new Vector<double>(line, frame + tap), new Vector<double>(phase, tap));
                    }

                    highest = Math.Max(highest, Math.Abs(sum));
                }
            }
        }

        return 20 * Math.Log10(highest);
    }

    private static double[] Phase(int phase)
    {
        var taps = new double[2 * Half];
        for (var tap = 0; tap < taps.Length; tap++)
        {
            var x = (double)phase / Factor - (tap - Half + 1);
            var window = 0.5 + 0.5 * Math.Cos(Math.PI * x / Half);
            taps[tap] = (x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x)) * window;
        }

        return taps;
    }
}
