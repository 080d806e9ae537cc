using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Metering;

/// <summary>
/// Maximum true peak of each channel since the start, according to ITU-R BS.1770-4 annex 2. Oversamples four times below 80 kHz and twice
/// below 160 kHz; above that it measures the sample peak.
/// </summary>
/// <remarks>
/// One thread calls Process; any thread may read the values. The last 0.2 ms of the signal are not measured yet, because of the
/// interpolator's delay.
/// </remarks>
public sealed class TruePeakMeter
{
    private const int Taps = 16;

    private readonly int _channels;
    private readonly TruePeakDetector _detector;
    private readonly float[] _max;
    private int _unknown; // points still to come whose samples are partly unknown

    /// <summary>Creates a meter. Not real-time-safe.</summary>
    /// <param name="format">Sample rate and channels of the input.</param>
    public TruePeakMeter(AudioFormat format)
    {
        _channels = format.Channels;
        _detector = new TruePeakDetector(format.Channels, format.SampleRate < 80_000 ? 4 : format.SampleRate < 160_000 ? 2 : 1, Taps);
        _max = new float[format.Channels];
    }

    /// <summary>Maximum true peak of all channels in dBTP, −∞ for silence. Thread-safe.</summary>
    public double MaxDb
    {
        get
        {
            var max = 0f;
            for (var channel = 0; channel < _channels; channel++) max = Math.Max(max, Max(channel));
            return Decibels.FromGain(max);
        }
    }

    /// <summary>Maximum true peak of one channel as a magnitude; 1 is full scale. Thread-safe.</summary>
    public float Max(int channel) => Volatile.Read(ref _max[channel]);

    /// <summary>Measures a block of any size. Real-time-safe; allocates nothing.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    [RealTime]
    public void Process(ReadOnlySpan<float> samples)
    {
        while (samples.Length >= _channels)
        {
            var frames = Math.Min(samples.Length / _channels, TruePeakDetector.MaxFrames);
            _detector.Take(samples[..(frames * _channels)]);
            var skipped = Math.Min(_unknown, frames);
            _unknown -= skipped;
            for (var channel = 0; channel < _channels; channel++)
            {
                var highest = LevelMeter.HighestOf(_detector.Peaks(channel, frames)[skipped..]);
                if (highest > _max[channel]) Volatile.Write(ref _max[channel], highest);
            }

            samples = samples[(frames * _channels)..];
        }
    }

    /// <summary>
    /// Marks a discontinuity: the next samples do not continue the previous ones. The jump between them is not part of the signal, so the
    /// first 0.3 ms after it are not measured. Call from the thread that calls <see cref="Process"/>; real-time-safe.
    /// </summary>
    [RealTime]
    public void Rejoin()
    {
        _detector.Reset();
        _unknown = Taps - 1;
    }

    /// <summary>
    /// Resets the maximum, also in the middle of a signal. Call from the thread that calls <see cref="Process"/>; real-time-safe.
    /// </summary>
    [RealTime]
    public void Reset()
    {
        Rejoin();
        for (var channel = 0; channel < _channels; channel++) Volatile.Write(ref _max[channel], 0);
    }
}
