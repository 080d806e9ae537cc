namespace Continuo.Simulation.Drift;

/// <summary>Measures distortion and noise of a tone, per second and per 50 ms.</summary>
internal sealed class ToneMeter
{
    private readonly float[] _second;
    private readonly SineFit _long;
    private readonly SineFit _short;
    private int _filled;
    private double _sum;
    private double _worst;
    private double _worstShort;

    /// <param name="sampleRate">Frames per second.</param>
    /// <param name="hertz">Expected frequency; the actual one is found by the fit.</param>
    public ToneMeter(int sampleRate, double hertz)
    {
        _second = new float[sampleRate];
        (_long, _short) = (new SineFit(2 * Math.PI * hertz / sampleRate), new SineFit(2 * Math.PI * hertz / sampleRate));
    }

    public int Seconds { get; private set; }

    public double WorstDb => Db(_worst);

    public double WorstShortDb => Db(_worstShort);

    public double MeanDb => Db(_sum / Math.Max(1, Seconds));

    /// <summary>Processes every <paramref name="stride"/>th sample.</summary>
    public void Take(ReadOnlySpan<float> samples, int stride)
    {
        for (var i = 0; i < samples.Length; i += stride)
        {
            _second[_filled++] = samples[i];
            if (_filled == _second.Length) Measure();
        }
    }

    /// <summary>Discards the current second.</summary>
    public void Break() => _filled = 0;

    private static double Db(double power) => 10 * Math.Log10(Math.Max(power, 1e-30));

    private void Measure()
    {
        var rest = _long.Fit(_second);
        (_sum, _worst) = (_sum + rest, Math.Max(_worst, rest));
        var piece = _second.Length / 20;
        for (var at = 0; at + piece <= _second.Length; at += piece)
        {
            _worstShort = Math.Max(_worstShort, _short.Fit(_second.AsSpan(at, piece)));
        }

        Seconds++;
        _filled = 0;
    }
}
