namespace Continuo.Codecs.Tests.Resampling;

/// <summary>A least-squares fit of a sine of known frequency, with an offset; what does not fit is distortion and noise.</summary>
internal static class SineFit
{
    /// <summary>Amplitude of the sine, and all that is not the sine, relative to it, in decibels.</summary>
    public static (double Amplitude, double ResidualDb) Of(ReadOnlySpan<float> samples, double cyclesPerSample)
    {
        var step = 2 * Math.PI * cyclesPerSample;
        var equations = new double[3, 4];
        for (var i = 0; i < samples.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(step * i);
            ReadOnlySpan<double> basis = [sine, cosine, 1];
            for (var row = 0; row < 3; row++)
            {
                for (var column = 0; column < 3; column++) equations[row, column] += basis[row] * basis[column];
                equations[row, 3] += basis[row] * samples[i];
            }
        }

        var (a, b, offset) = Solve(equations);
        double residual = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(step * i);
            var difference = samples[i] - (a * sine) - (b * cosine) - offset;
            residual += difference * difference;
        }

        var power = ((a * a) + (b * b)) / 2;
        return (Math.Sqrt(2 * power), 10 * Math.Log10(residual / samples.Length / power));
    }

    private static (double A, double B, double C) Solve(double[,] m)
    {
        for (var pivot = 0; pivot < 3; pivot++)
        {
            for (var row = 0; row < 3; row++)
            {
                if (row == pivot) continue;
                var factor = m[row, pivot] / m[pivot, pivot];
                for (var column = 0; column < 4; column++) m[row, column] -= factor * m[pivot, column];
            }
        }

        return (m[0, 3] / m[0, 0], m[1, 3] / m[1, 1], m[2, 3] / m[2, 2]);
    }
}
