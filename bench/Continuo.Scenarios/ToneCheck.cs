namespace Continuo.Scenarios;

/// <summary>
/// Finds the places where a sine of known frequency does not go on as it must: for a sine, x[n] = 2·cos(ω)·x[n−1] − x[n−2].
/// A lost, repeated or inserted frame breaks the rule.
/// </summary>
internal sealed class ToneCheck(double hertz, int sampleRate)
{
    private const double Tolerance = 1e-3;

    private readonly double _factor = 2 * Math.Cos(Math.Tau * hertz / sampleRate);
    private double _one;
    private double _two;
    private long _seen;
    private long _sinceBreak;

    /// <summary>How many breaks there were; a break's neighbours are not counted again.</summary>
    public long Breaks { get; private set; }

    /// <summary>Looks at the first channel of a block.</summary>
    public void Look(ReadOnlySpan<float> samples, int channels)
    {
        for (var i = 0; i < samples.Length; i += channels)
        {
            double now = samples[i];
            _sinceBreak++;
            if (_seen >= 2 && _sinceBreak > 4 && Math.Abs(now - (_factor * _one - _two)) > Tolerance)
            {
                Breaks++;
                _sinceBreak = 0;
            }

            (_two, _one) = (_one, now);
            _seen++;
        }
    }
}
