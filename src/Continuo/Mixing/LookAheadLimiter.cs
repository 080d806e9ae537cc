using System.Runtime.CompilerServices;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>
/// Keeps the true peak of a signal below a ceiling: the gain of all channels is smoothly reduced before each peak and
/// restored after it. Audio below the ceiling passes bit-exact, only delayed. Infinities and NaN become silence.
/// </summary>
/// <remarks>
/// <para>Each frame requests the gain that brings the waveform's peak, measured at eight points per frame, to the ceiling. The minimum of
/// the requests within the look-ahead, released slowly and then averaged by two box filters that together span the look-ahead, reaches its
/// value when the peak leaves the delay. Two boxes give a ramp without corners and with a flat end, so that the gain hardly moves under the
/// peak itself.</para>
/// <para>Gains are integers in units of 2⁻³⁰, so that after a peak the sums return to exactly 1.</para>
/// <para>Not thread-safe, except <see cref="LowestGain"/>.</para>
/// </remarks>
internal sealed class LookAheadLimiter
{
    private const int One = 1 << 30;

    /// <summary>Added by the release per frame on top of its exponential, so that it ends: a millionth.</summary>
    private const int ReleaseFloor = One >> 20;

    /// <summary>Number of frames around a peak with full reduction, because the interpolator reaches across them.</summary>
    private const int Slack = 2;

    /// <summary>Number of samples that contribute to each interpolated point: flat up to 96 % of half the rate.</summary>
    private const int Taps = 64;

    /// <summary>
    /// Margin below the ceiling for the measured points. A sine at half the rate can rise by 1/cos(π/16), which is 0.17 dB, between points
    /// an eighth of a frame apart; the rest covers the error of the interpolator.
    /// </summary>
    private const double MarginDb = 0.25;

    private readonly int _channels;
    private readonly float _ceiling;
    private readonly long _release; // fraction of 2³² per frame
    private readonly TruePeakDetector _detector;
    private readonly SlidingMinimum _minimum;
    private readonly BoxAverage _first, _second;
    private readonly double _scale;
    private readonly long _firstFull, _full; // sums of the boxes at rest
    private readonly float[] _peaks = new float[TruePeakDetector.MaxFrames];
    private readonly float[] _gains = new float[TruePeakDetector.MaxFrames];
    private readonly float[] _delay; // LatencyFrames past frames, then the current frames
    private int _envelope = One;
    private float _lowest = 1;

    /// <summary>Creates a limiter at rest. Not real-time-safe.</summary>
    /// <param name="format">Format of the audio.</param>
    /// <param name="options">Ceiling and times; <see langword="null"/> for the defaults.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range.</exception>
    public LookAheadLimiter(AudioFormat format, LimiterOptions? options = null)
    {
        options ??= LimiterOptions.Default;
        options.Validate();
        _channels = format.Channels;
        _ceiling = Decibels.ToGain(options.CeilingDb - MarginDb);
        _release = (long)((1 - Math.Exp(-1 / (options.Release.TotalSeconds * format.SampleRate))) * (1L << 32));
        _detector = new TruePeakDetector(format.Channels, format.SampleRate < 160_000 ? 8 : 4, Taps);

        // A frame's request must be within the minimum of every value in both boxes while the frame, its successor (the peak may lie
        // between them) and their neighbours leave the delay.
        var box = Math.Max(2, (int)Math.Round(options.LookAhead.TotalSeconds * format.SampleRate / 2));
        _first = new BoxAverage(box, One);
        _firstFull = (long)One * box;
        _second = new BoxAverage(box, _firstFull);
        _full = _firstFull * box;
        _scale = 1.0 / _full;
        _minimum = new SlidingMinimum(2 * box + 2 * Slack);
        LatencyFrames = _detector.DelayFrames + 2 * box - 2 + Slack;
        _delay = new float[(LatencyFrames + TruePeakDetector.MaxFrames) * _channels];
    }

    /// <summary>Delay of the output in frames.</summary>
    public int LatencyFrames { get; }

    /// <summary>Lowest gain in the last block; 1 if nothing was limited. Thread-safe.</summary>
    public float LowestGain => Volatile.Read(ref _lowest);

    /// <summary>Limits a block of any size in place. Real-time-safe.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    [RealTime]
    public void Process(Span<float> samples)
    {
        var lowest = 1f;
        while (samples.Length >= _channels)
        {
            var frames = Math.Min(samples.Length / _channels, TruePeakDetector.MaxFrames);
            var part = samples[..(frames * _channels)];
            Detect(part, frames);
            var partLowest = Smooth(frames);
            Delay(part, frames, partLowest);
            lowest = Math.Min(lowest, partLowest);
            samples = samples[part.Length..];
        }

        Volatile.Write(ref _lowest, lowest);
    }

    /// <summary>Clears the delay and returns to rest. Real-time-safe.</summary>
    [RealTime]
    public void Reset()
    {
        _detector.Reset();
        _minimum.Reset();
        _first.Reset(One);
        _second.Reset(_firstFull);
        _delay.AsSpan().Clear();
        _envelope = One;
    }

    /// <summary>Peak of each frame over all channels.</summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Detect(ReadOnlySpan<float> samples, int frames)
    {
        _detector.Take(samples);
        _detector.Peaks(0, frames).CopyTo(_peaks);
        for (var channel = 1; channel < _channels; channel++)
        {
            var peaks = _detector.Peaks(channel, frames);
            for (var frame = 0; frame < frames; frame++) _peaks[frame] = Math.Max(_peaks[frame], peaks[frame]);
        }
    }

    /// <summary>Converts peaks to gains; returns the lowest gain.</summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Smooth(int frames)
    {
        var lowest = 1f;
        for (var frame = 0; frame < frames; frame++)
        {
            var peak = _peaks[frame];
            var wanted = peak <= _ceiling ? One : (int)(_ceiling / peak * One);
            var least = _minimum.Next(wanted);
            if (least <= _envelope) _envelope = least;
            else _envelope += (int)Math.Min(least - _envelope, ((least - _envelope) * _release >> 32) + ReleaseFloor);
            var sum = _second.Next(_first.Next(_envelope));
            var gain = sum == _full ? 1f : (float)(sum * _scale);
            _gains[frame] = gain;
            lowest = Math.Min(lowest, gain);
        }

        return lowest;
    }

    /// <summary>Replaces the frames by the delayed ones, multiplied by their gains.</summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Delay(Span<float> samples, int frames, float lowest)
    {
        var newest = _delay.AsSpan(LatencyFrames * _channels, samples.Length);
        for (var i = 0; i < samples.Length; i++) newest[i] = float.IsFinite(samples[i]) ? samples[i] : 0;
        var oldest = _delay.AsSpan(0, samples.Length);
        if (lowest == 1f)
        {
            oldest.CopyTo(samples);
        }
        else
        {
            for (var frame = 0; frame < frames; frame++)
            {
                var gain = _gains[frame];
                for (var i = frame * _channels; i < (frame + 1) * _channels; i++) samples[i] = oldest[i] * gain;
            }
        }

        _delay.AsSpan(samples.Length, LatencyFrames * _channels).CopyTo(_delay);
    }
}
