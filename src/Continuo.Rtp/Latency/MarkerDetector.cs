using System.Globalization;
using System.Numerics;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Latency;

/// <summary>
/// Detects the markers of a <see cref="LatencyMarker"/> in audio that passed a codec, network or resampler, or has noise added. One thread
/// calls <see cref="Take"/>, which is real-time-safe; another calls <see cref="TryFind"/>, which is not.
/// </summary>
/// <remarks>
/// A matched filter on the whitened spectrum: every frequency in the marker's band counts the same however loud the audio is there, so that
/// a tone does not hide it. Speeds that differ by up to 1000 ppm are tried when nothing is found at once. Accurate to a tenth of a
/// millisecond through Opus.
/// </remarks>
internal sealed class MarkerDetector
{
    private const int MaxPpm = 1000;
    private const int StepPpm = 125;
    private const double ThresholdDb = 14.5;
    private const double SureDb = 18;
    private const double WhiteningHertz = 6;

    private readonly AudioFormat _format;
    private readonly FourierTransform _transform;
    private readonly FourierTransform _correlation; // decimated, because the marker's band is that much narrower
    private readonly int _decimation = 1;
    private readonly float[] _signal;
    private readonly Dictionary<int, Complex[]> _templates = [];
    private readonly Lock _asking = new();
    private readonly float[] _heard; // the mean of the channels; a ring
    private readonly long[] _times; // playout time of each of its frames
    private long _taken;

    /// <summary>Creates a detector; allocates its buffers.</summary>
    /// <param name="format">Format of the received audio, with the sample rate of the marker; at least 16 kHz.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/> if the rate is too low.</exception>
    public MarkerDetector(AudioFormat format)
    {
        RequireRate(format);
        _format = format;
        _signal = MarkerSignal.Create(format.SampleRate);
        _transform = new FourierTransform(4 * _signal.Length);
        while (format.SampleRate / (4.0 * _decimation) >= MarkerSignal.HighHertz) _decimation *= 2;
        _correlation = new FourierTransform(_transform.Length / _decimation);
        _heard = new float[2 * _transform.Length];
        _times = new long[_heard.Length];
    }

    /// <summary>Maximum latency that can be detected.</summary>
    public TimeSpan MaxLatency => _format.ToTime(_transform.Length - 2 * _signal.Length);

    /// <summary>Adds received audio. Real-time-safe.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    /// <param name="time">Playout time of the first frame, in nanoseconds of the clock of the capture times.</param>
    [RealTime]
    public void Take(ReadOnlySpan<float> samples, long time)
    {
        var (channels, taken) = (_format.Channels, _taken);
        for (var (at, frame) = (0, 0); at + channels <= samples.Length; at += channels, frame++)
        {
            var sum = 0f;
            for (var channel = 0; channel < channels; channel++) sum += samples[at + channel];
            var to = (int)((taken + frame) % _heard.Length);
            _heard[to] = float.IsFinite(sum) ? sum / channels : 0;
            _times[to] = time + (long)(frame * 1e9 / _format.SampleRate);
        }

        Volatile.Write(ref _taken, taken + samples.Length / channels);
    }

    /// <summary>Searches for the marker captured at <paramref name="captureTime"/>. Thread-safe; takes some ten milliseconds.</summary>
    /// <param name="captureTime">Capture time in nanoseconds, from <see cref="LatencyMarker.CaptureTime"/>.</param>
    /// <param name="sighting">The detected marker.</param>
    /// <returns>
    /// Whether the marker was found. Call this after <see cref="MaxLatency"/> plus the marker's length have passed since the capture.
    /// </returns>
    public bool TryFind(long captureTime, out MarkerSighting sighting)
    {
        lock (_asking)
        {
            sighting = default;
            if (!TryCopy(captureTime, out var spectrum, out var first)) return false;
            _transform.Forward(spectrum);
            Whiten(spectrum);
            var best = (Strength: 0.0, Place: 0.0, Ppm: 0);
            for (var step = 0; step <= 2 * MaxPpm / StepPpm; step++)
            {
                var ppm = (step % 2 == 0 ? 1 : -1) * (step + 1) / 2 * StepPpm;
                var (strength, place) = Correlate(spectrum, ppm);
                if (strength > best.Strength) best = (strength, place, ppm);
                if (step == 0 && strength > SureDb) break;
            }

            if (best.Strength < ThresholdDb) return false;
            var heard = _times[(first + (long)best.Place) % _times.Length] + (best.Place - Math.Floor(best.Place)) * 1e9
                / _format.SampleRate;
            sighting = new MarkerSighting(TimeSpan.FromMicroseconds((heard - captureTime) * 1e-3), best.Strength, best.Ppm);
            return true;
        }
    }

    internal static void RequireRate(AudioFormat format)
    {
        if (format.SampleRate >= 16_000) return;
        throw new AudioException(
            AudioErrorCode.Unsupported,
            string.Create(CultureInfo.InvariantCulture, $"a latency marker at {format.SampleRate} Hz"),
            "its band extends to 6 kHz",
            "Use 16 kHz or more");
    }

    /// <summary>Copies the audio from the capture time on.</summary>
    private bool TryCopy(long captureTime, out Complex[] window, out long first)
    {
        window = new Complex[_transform.Length];
        var taken = Volatile.Read(ref _taken);
        first = Math.Max(0, taken - _heard.Length + _format.SampleRate / 10); // the frames after the newest are being overwritten
        while (first < taken && _times[first % _times.Length] < captureTime) first++;
        var count = (int)Math.Min(taken - first, window.Length - _signal.Length);
        if (count < _signal.Length) return false;
        for (var i = 0; i < count; i++) window[i] = _heard[(first + i) % _heard.Length];
        return true;
    }

    /// <summary>Divides each bin by the mean magnitude around it, and keeps only the marker's band.</summary>
    private void Whiten(Complex[] spectrum)
    {
        var length = _transform.Length;
        var (low, high) = (MarkerSignal.Bin(MarkerSignal.LowHertz, _format.SampleRate, length),
            MarkerSignal.Bin(MarkerSignal.HighHertz, _format.SampleRate, length));
        var reach = Math.Max(1, MarkerSignal.Bin(WhiteningHertz, _format.SampleRate, length));
        var sum = 0.0;
        var magnitudes = new double[high + 2 * reach + 1];
        for (var bin = 0; bin < magnitudes.Length; bin++) magnitudes[bin] = spectrum[bin].Magnitude;
        for (var bin = low - reach; bin < low + reach; bin++) sum += magnitudes[bin];
        var white = new Complex[high + 1];
        for (var bin = low; bin <= high; bin++)
        {
            sum += magnitudes[bin + reach];
            white[bin] = sum > 0 ? spectrum[bin] * ((2 * reach + 1) / sum) : Complex.Zero;
            sum -= magnitudes[bin - reach];
        }

        Array.Clear(spectrum);
        white.CopyTo(spectrum, 0);
    }

    /// <summary>The strength of the highest peak, in decibels above the rest, and its position.</summary>
    /// <remarks>
    /// Without negative frequencies the correlation is complex, and its magnitude is the envelope, also for a marker with inverted
    /// polarity.
    /// </remarks>
    private (double StrengthDb, double Place) Correlate(Complex[] spectrum, int ppm)
    {
        var template = Template(ppm);
        var product = new Complex[_correlation.Length];
        for (var bin = 0; bin < template.Length; bin++) product[bin] = spectrum[bin] * template[bin];
        _correlation.Inverse(product);
        var (peak, greatest, sum) = (0, 0.0, 0.0);
        var last = (_transform.Length - 2 * _signal.Length) / _decimation;
        for (var i = 0; i < last; i++)
        {
            var power = product[i].Real * product[i].Real + product[i].Imaginary * product[i].Imaginary;
            sum += power;
            if (power > greatest) (peak, greatest) = (i, power);
        }

        if (sum == 0) return (0, 0);

        // A parabola through the peak and its neighbours.
        var (before, at, after) = (product[peak == 0 ? ^1 : peak - 1].Magnitude, Math.Sqrt(greatest), product[peak + 1].Magnitude);
        var bend = before - 2 * at + after;
        var offset = bend == 0 ? 0 : Math.Clamp((before - after) / (2 * bend), -0.5, 0.5);
        return (10 * Math.Log10(greatest * last / sum), Math.Max(0, (peak + offset) * _decimation));
    }

    /// <summary>The conjugate spectrum of the marker, played faster by some ppm.</summary>
    private Complex[] Template(int ppm)
    {
        if (_templates.TryGetValue(ppm, out var template)) return template;
        var (values, speed) = (new Complex[_correlation.Length], 1 + ppm * 1e-6);
        for (var i = 0; ; i++)
        {
            // The marker has no content above an eighth of 48 kHz, so a cubic through four samples is accurate enough.
            var place = i * _decimation * speed;
            var at = (int)place;
            if (at + 2 >= _signal.Length) break;
            values[i] = Cubic(at == 0 ? 0 : _signal[at - 1], _signal[at], _signal[at + 1], _signal[at + 2], place - at);
        }

        _correlation.Forward(values);
        var high = MarkerSignal.Bin(MarkerSignal.HighHertz, _format.SampleRate, _transform.Length);
        template = [.. values.Take(Math.Min(high + 1, values.Length / 2)).Select(Complex.Conjugate)];
        _templates.Add(ppm, template);
        return template;
    }

    /// <summary>Catmull–Rom interpolation.</summary>
    private static double Cubic(double a, double b, double c, double d, double t) =>
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
