using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Latency;

/// <summary>
/// Adds a marker to audio at known times, so that a <see cref="MarkerDetector"/> can measure the latency. One thread calls
/// <see cref="Add"/>; other threads may read <see cref="Emitted"/>. Real-time-safe except the constructor.
/// </summary>
internal sealed class LatencyMarker
{
    private const int Remembered = 64;
    private const double LevelSeconds = 0.1;

    private readonly MarkerOptions _options;
    private readonly float[] _signal;
    private readonly int _channels;
    private readonly int _rate;
    private readonly long _interval;
    private readonly long[] _times = new long[Remembered];
    private double _power;
    private float _gain;
    private long _untilNext;
    private int _at;
    private long _emitted;

    /// <summary>Creates the marker. The first starts after 0.5 s.</summary>
    /// <param name="format">Format of the audio, at least 16 kHz.</param>
    /// <param name="options"><see langword="null"/>: <see cref="MarkerOptions.Hidden"/>.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range; <see cref="AudioErrorCode.Unsupported"/> if the rate is
    /// too low.
    /// </exception>
    public LatencyMarker(AudioFormat format, MarkerOptions? options = null)
    {
        _options = options ?? MarkerOptions.Hidden;
        _options.Validate();
        MarkerDetector.RequireRate(format);
        (_channels, _rate) = (format.Channels, format.SampleRate);
        _signal = MarkerSignal.Create(_rate);
        _at = _signal.Length;
        _untilNext = _rate / 2;
        _interval = Math.Max(format.ToFrames(_options.Interval), _signal.Length);
    }

    /// <summary>Number of markers started. Thread-safe.</summary>
    public long Emitted => Volatile.Read(ref _emitted);

    /// <summary>Capture time of a marker's first frame, in nanoseconds. The last 64 are kept. Thread-safe.</summary>
    /// <param name="number">Index of the marker, from 0, less than <see cref="Emitted"/>.</param>
    public long CaptureTime(long number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Emitted);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, Math.Max(0, Emitted - Remembered + 1));
        return Volatile.Read(ref _times[number % Remembered]);
    }

    /// <summary>Adds the marker to a block of audio, if one is due.</summary>
    /// <param name="samples">Frames × channels, interleaved. All channels get the same signal.</param>
    /// <param name="captureTime">Capture time of the first frame, in nanoseconds.</param>
    [RealTime]
    public void Add(Span<float> samples, long captureTime)
    {
        Measure(samples);
        var frames = samples.Length / _channels;
        for (var frame = 0; frame < frames; frame++)
        {
            if (_untilNext-- == 0) Begin(captureTime + (long)(frame * 1e9 / _rate));
            if (_at == _signal.Length) continue;
            var marker = _signal[_at++] * _gain;
            for (var channel = 0; channel < _channels; channel++) samples[frame * _channels + channel] += marker;
        }
    }

    [RealTime]
    private void Begin(long time)
    {
        var level = Math.Sqrt(_power) * Math.Pow(10, _options.BelowAudioDb / 20);
        _gain = (float)Math.Clamp(level, Math.Pow(10, _options.MinLevelDb / 20), Math.Pow(10, _options.MaxLevelDb / 20));
        (_at, _untilNext) = (0, _interval - 1);
        Volatile.Write(ref _times[_emitted % Remembered], time);
        Volatile.Write(ref _emitted, _emitted + 1);
    }

    [RealTime]
    private void Measure(ReadOnlySpan<float> samples)
    {
        if (samples.IsEmpty) return;
        double sum = 0;
        foreach (var sample in samples) sum += sample * sample;
        var weight = 1 - Math.Exp(-samples.Length / (_channels * LevelSeconds * _rate));
        if (double.IsFinite(sum)) _power += weight * (sum / samples.Length - _power);
    }
}
