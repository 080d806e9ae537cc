namespace Continuo.Simulation.Drift;

/// <summary>
/// Fits a sine to a piece of audio by least squares: amplitude, phase, offset and frequency, the four-parameter fit of IEEE 1057. The
/// remainder is distortion and noise.
/// </summary>
internal sealed class SineFit
{
    private const int MaxRounds = 6;
    private readonly double[,] _equations = new double[4, 5];
    private readonly double[] _solution = new double[4];
    private double _step; // radians per frame

    /// <param name="radiansPerFrame">Initial frequency, within half a turn over the whole piece.</param>
    public SineFit(double radiansPerFrame) => _step = radiansPerFrame;

    /// <summary>The fitted frequency.</summary>
    public double RadiansPerFrame => _step;

    /// <summary>Fits a piece; returns the power of the remainder relative to the sine's.</summary>
    public double Fit(ReadOnlySpan<float> samples)
    {
        Array.Clear(_solution);
        for (var round = 0; round < MaxRounds; round++)
        {
            Accumulate(samples);
            Solve();
            _step += _solution[3];
            if (round > 0 && Math.Abs(_solution[3]) * samples.Length < 1e-7) break;
        }

        return Rest(samples);
    }

    /// <summary>The normal equations for sine, cosine, constant, and the effect of a frequency change on the sine found before.</summary>
    private void Accumulate(ReadOnlySpan<float> samples)
    {
        Array.Clear(_equations);
        var (a, b) = (_solution[0], _solution[1]);
        var centre = samples.Length / 2;
        double ss = 0, sc = 0, sd = 0, s1 = 0, cc = 0, cd = 0, c1 = 0, dd = 0, d1 = 0, xs = 0, xc = 0, xd = 0, x1 = 0;
        var (rotateSine, rotateCosine) = Math.SinCos(_step);
        var (sine, cosine) = Math.SinCos(-centre * _step);
        for (var i = 0; i < samples.Length; i++)
        {
            double x = samples[i];
            var derivative = (i - centre) * (a * cosine - b * sine);
            ss += sine * sine;
            sc += sine * cosine;
            sd += sine * derivative;
            s1 += sine;
            cc += cosine * cosine;
            cd += cosine * derivative;
            c1 += cosine;
            dd += derivative * derivative;
            d1 += derivative;
            xs += x * sine;
            xc += x * cosine;
            xd += x * derivative;
            x1 += x;
            (sine, cosine) = (sine * rotateCosine + cosine * rotateSine, cosine * rotateCosine - sine * rotateSine);
        }

        ReadOnlySpan<double> all = [ss, sc, s1, sd, xs, sc, cc, c1, cd, xc, s1, c1, samples.Length, d1, x1, sd, cd, d1, dd, xd];
        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 5; column++) _equations[row, column] = all[row * 5 + column];
        }

        // Without a sine there is no information about its frequency.
        if (dd == 0) _equations[3, 3] = 1;
    }

    private void Solve()
    {
        for (var pivot = 0; pivot < 4; pivot++)
        {
            for (var row = 0; row < 4; row++)
            {
                if (row == pivot) continue;
                var factor = _equations[row, pivot] / _equations[pivot, pivot];
                for (var column = pivot; column < 5; column++) _equations[row, column] -= factor * _equations[pivot, column];
            }
        }

        for (var row = 0; row < 4; row++) _solution[row] = _equations[row, 4] / _equations[row, row];
    }

    private double Rest(ReadOnlySpan<float> samples)
    {
        var (a, b, offset) = (_solution[0], _solution[1], _solution[2]);
        var (rotateSine, rotateCosine) = Math.SinCos(_step);
        var (sine, cosine) = Math.SinCos(-(samples.Length / 2) * _step);
        double sum = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var difference = samples[i] - a * sine - b * cosine - offset;
            sum += difference * difference;
            (sine, cosine) = (sine * rotateCosine + cosine * rotateSine, cosine * rotateCosine - sine * rotateSine);
        }

        return sum / samples.Length / ((a * a + b * b) / 2);
    }
}
