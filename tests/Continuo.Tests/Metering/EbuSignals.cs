namespace Continuo.Tests.Metering;

/// <summary>The synthetic test signals of EBU Tech 3341 (version 4) and EBU Tech 3342, interleaved.</summary>
internal static class EbuSignals
{
    public const int Rate = 48_000;

    /// <summary>
    /// A 1 kHz tone whose level, in dBFS of its peak, is −∞ or changes at given times, the same in every channel. Its phase runs on.
    /// </summary>
    public static float[] Tone(int channels, int rate, params (double Db, double Seconds)[] parts)
    {
        var samples = new List<float>();
        var (frame, end) = (0L, 0.0);
        foreach (var (db, seconds) in parts)
        {
            end += seconds * rate;
            for (; frame < Math.Round(end); frame++)
            {
                var sample = (float)(Math.Pow(10, db / 20) * Math.Sin(2 * Math.PI * 1000 * frame / rate));
                for (var channel = 0; channel < channels; channel++) samples.Add(sample);
            }
        }

        return [.. samples];
    }

    /// <summary>A stereo 1 kHz tone at 48 kHz.</summary>
    public static float[] Tone(params (double Db, double Seconds)[] parts) => Tone(2, Rate, parts);

    /// <summary>Case 6: a tone in left, right, centre and both surrounds, each with its own level.</summary>
    public static float[] Surround()
    {
        double[] levels = [-28, -28, -24, -30, -30];
        var tone = Tone(1, Rate, (0, 20));
        return [.. tone.SelectMany(sample => levels.Select(db => (float)(sample * Math.Pow(10, db / 20))))];
    }

    /// <summary>Cases 15–19: a stereo sine at a fraction of the rate, faded in and out over 10 ms as broadcast files are.</summary>
    public static float[] Sine(double framesPerPeriod, double degrees, double amplitude)
    {
        const int Frames = Rate, Fade = Rate / 100;
        return Stereo(Enumerable.Range(0, Frames).Select(frame =>
            Math.Min(1.0, Math.Min(frame, Frames - 1 - frame) / (double)Fade)
            * amplitude * Math.Sin(2 * Math.PI * frame / framesPerPeriod + degrees * Math.PI / 180)));
    }

    /// <summary>
    /// Cases 20–23: at four times the rate, a sine of a sixth of the rate and amplitude 0.5 holds one period of a quarter of the
    /// rate and amplitude 1; band-limited, and taken down to the rate from one of four points on.
    /// </summary>
    public static float[] Burst(int offset)
    {
        const int Factor = 4, Length = 24 * 400, Middle = Length / 2;
        var high = new double[Length];
        for (var i = 0; i < Length; i++)
        {
            // Both frequencies pass through zero, rising, at the middle and one period of 16 points later.
            high[i] = i is >= Middle and < Middle + 16
                ? Math.Sin(2 * Math.PI * (i - Middle) / 16)
                : 0.5 * Math.Sin(2 * Math.PI * (i < Middle ? i - Middle : i - Middle - 16) / 24);
        }

        const int Half = 256;
        var frames = new List<double>();
        for (var at = Half + offset; at + Half < Length; at += Factor)
        {
            var sum = 0.0;
            for (var tap = -Half; tap <= Half; tap++)
            {
                // Cut-off at 22 kHz, half way between what is to be kept and what would fold over.
                var x = tap * 2 * 22_000.0 / (Rate * Factor);
                var window = 0.42 + 0.5 * Math.Cos(Math.PI * tap / Half) + 0.08 * Math.Cos(2 * Math.PI * tap / Half);
                sum += high[at + tap] * (tap == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x)) * window * 2 * 22_000 / (Rate * Factor);
            }

            frames.Add(sum);
        }

        // Beginning and ending in silence, slowly: the edges are no part of the test.
        return Stereo(frames.Select((sample, i) => sample * Math.Min(1, Math.Min(i, frames.Count - 1 - i) / 480.0)));
    }

    private static float[] Stereo(IEnumerable<double> frames) => [.. frames.SelectMany(sample => new[] { (float)sample, (float)sample })];
}
