using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Metering;

/// <summary>
/// The highest true peak of each channel since the start, after ITU-R BS.1770-4 annex 2: the waveform's, not the samples'. Looks
/// at four points per frame below 80 kHz, two below 160 kHz, and the samples alone above.
/// </summary>
/// <remarks>One thread feeds it; the readings are for any thread. What follows the last half of the interpolator (0.2 ms) is not seen yet.</remarks>
public sealed class TruePeakMeter
{
    private const int Taps = 16;

    private readonly int _channels;
    private readonly TruePeakDetector _detector;
    private readonly float[] _max;

    /// <summary>Creates a meter. Not real-time-safe.</summary>
    /// <param name="format">Of the audio that it is fed.</param>
    public TruePeakMeter(AudioFormat format)
    {
        _channels = format.Channels;
        _detector = new TruePeakDetector(format.Channels, format.SampleRate < 80_000 ? 4 : format.SampleRate < 160_000 ? 2 : 1, Taps);
        _max = new float[format.Channels];
    }

    /// <summary>The highest true peak of all channels in dBTP, −∞ for silence. Thread-safe.</summary>
    public double MaxDb
    {
        get
        {
            var max = 0f;
            for (var channel = 0; channel < _channels; channel++) max = Math.Max(max, Max(channel));
            return Decibels.FromGain(max);
        }
    }

    /// <summary>The highest true peak of one channel as a magnitude, 1 being full scale. Thread-safe.</summary>
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
            for (var channel = 0; channel < _channels; channel++)
            {
                var highest = LevelMeter.HighestOf(_detector.Peaks(channel, frames));
                if (highest > _max[channel]) Volatile.Write(ref _max[channel], highest);
            }

            samples = samples[(frames * _channels)..];
        }
    }

    /// <summary>Starts anew. For the thread that feeds it; real-time-safe.</summary>
    [RealTime]
    public void Reset()
    {
        _detector.Reset();
        for (var channel = 0; channel < _channels; channel++) Volatile.Write(ref _max[channel], 0);
    }
}
