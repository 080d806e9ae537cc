using System.Runtime.Intrinsics;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Metering;

/// <summary>
/// The magnitude of the waveform between the samples: each channel is oversampled by a polyphase interpolator, as annex 2 of
/// ITU-R BS.1770-4 describes, and the greatest magnitude in each frame's interval is told.
/// </summary>
/// <remarks>
/// The interpolator is a sinc under a Kaiser window (β = 4: flat within 0.05 dB). Its phase 0 is the sample itself, so only the others
/// are computed.
/// Infinite and NaN samples count as silence. For one thread; real-time-safe but for the constructor.
/// </remarks>
internal sealed unsafe class TruePeakDetector
{
    /// <summary>The most frames that can be looked at at once.</summary>
    public const int MaxFrames = 256;

    private const double KaiserBeta = 4;
    private const int Unroll = 4;

    private readonly int _channels;
    private readonly int _factor;
    private readonly int _taps;
    private readonly float[] _filter; // phase by phase, without phase 0
    private readonly AlignedSamples _lines; // for each channel: taps − 1 frames of the past, then the new ones, then padding
    private readonly AlignedSamples _peaks = new(MaxFrames);
    private readonly int _stride;

    /// <param name="channels">Samples per frame.</param>
    /// <param name="factor">Number of points per frame are looked at; 1 for the samples alone.</param>
    /// <param name="taps">Number of samples each point is computed from, even.</param>
    public TruePeakDetector(int channels, int factor, int taps)
    {
        (_channels, _factor, _taps) = (channels, factor, taps);
        _filter = Design(factor, taps);
        _stride = taps + MaxFrames + 64;
        _lines = new AlignedSamples(channels * _stride);
    }

    /// <summary>Number of frames the peaks are behind the samples.</summary>
    public int DelayFrames => _taps / 2;

    /// <summary>Takes in frames, at most <see cref="MaxFrames"/>, of which the peaks of each channel can then be asked for.</summary>
    [RealTime]
    public void Take(ReadOnlySpan<float> samples)
    {
        var frame = _channels == 2 ? TakePairs(samples) : 0;
        for (var channel = 0; channel < _channels; channel++)
        {
            var line = Line(channel) + _taps - 1;
            for (var (to, from) = (frame, frame * _channels + channel); from < samples.Length; to++, from += _channels)
            {
                line[to] = float.IsFinite(samples[from]) ? samples[from] : 0;
            }
        }
    }

    /// <summary>
    /// The greatest magnitude of <paramref name="channel"/> from each frame on to the next, <see cref="DelayFrames"/> behind what was
    /// taken in. Once per <see cref="Take"/>. Valid until the next call.
    /// </summary>
    [RealTime]
    public ReadOnlySpan<float> Peaks(int channel, int frames)
    {
        var line = Line(channel);
        if (Vector512.IsHardwareAccelerated) Interpolate<Simd512, Vector512<float>>(line, frames);
        else if (Vector256.IsHardwareAccelerated) Interpolate<Simd256, Vector256<float>>(line, frames);
        else if (Vector128.IsHardwareAccelerated) Interpolate<Simd128, Vector128<float>>(line, frames);
        else InterpolateReference(line, frames);
        var past = new Span<float>(line, _taps - 1 + frames);
        past[frames..].CopyTo(past);
        return _peaks.Span[..frames];
    }

    /// <summary>Forgets the past.</summary>
    [RealTime]
    public void Reset() => _lines.Span.Clear();

    /// <summary>The coefficients of phases 1…factor − 1, each as many as <paramref name="taps"/>.</summary>
    internal static float[] Design(int factor, int taps)
    {
        var filter = new float[(factor - 1) * taps];
        for (var phase = 1; phase < factor; phase++)
        {
            var coefficients = new double[taps];
            for (var tap = 0; tap < taps; tap++)
            {
                // The distance, in frames, from the point to the sample of this tap.
                var distance = (double)phase / factor - (tap - taps / 2 + 1);
                coefficients[tap] = KaiserWindow.Sinc(distance, taps / 2, KaiserBeta);
            }

            var sum = coefficients.Sum();
            for (var tap = 0; tap < taps; tap++) filter[(phase - 1) * taps + tap] = (float)(coefficients[tap] / sum);
        }

        return filter;
    }

    /// <summary>The definition of what the vectors compute.</summary>
    [RealTime]
    internal void InterpolateReference(float* line, int frames)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            var peak = Math.Abs(line[frame + _taps / 2 - 1]);
            for (var phase = 0; phase < _factor - 1; phase++)
            {
                var sum = 0f;
                for (var tap = 0; tap < _taps; tap++) sum = float.MultiplyAddEstimate(line[frame + tap], _filter[phase * _taps + tap], sum);
                peak = Math.Max(peak, Math.Abs(sum));
            }

            _peaks.First[frame] = peak;
        }
    }

    /// <summary>Four vectors of frames at a time, so that each coefficient is loaded once for all four.</summary>
    [RealTime]
    internal void Interpolate<TSimd, TVector>(float* line, int frames)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // Safety: lines and peaks are long enough for frames to be rounded up to four vectors of 16: MaxFrames is a
        // multiple of 64, and each line is padded. What is computed beyond the frames is not used.
        var n = TSimd.Count;
        fixed (float* filter = _filter)
        {
            for (var frame = 0; frame < frames; frame += Unroll * n)
            {
                var centre = line + frame + _taps / 2 - 1;
                var (m0, m1) = (TSimd.Abs(TSimd.Load(centre)), TSimd.Abs(TSimd.Load(centre + n)));
                var (m2, m3) = (TSimd.Abs(TSimd.Load(centre + 2 * n)), TSimd.Abs(TSimd.Load(centre + 3 * n)));
                for (var phase = 0; phase < _factor - 1; phase++)
                {
                    var s0 = TSimd.Repeat(0);
                    var (s1, s2, s3) = (s0, s0, s0);
                    var h = filter + phase * _taps;
                    var x = line + frame;
                    for (var tap = 0; tap < _taps; tap++)
                    {
                        var coefficient = TSimd.Repeat(h[tap]);
                        s0 = TSimd.MultiplyAdd(TSimd.Load(x + tap), coefficient, s0);
                        s1 = TSimd.MultiplyAdd(TSimd.Load(x + tap + n), coefficient, s1);
                        s2 = TSimd.MultiplyAdd(TSimd.Load(x + tap + 2 * n), coefficient, s2);
                        s3 = TSimd.MultiplyAdd(TSimd.Load(x + tap + 3 * n), coefficient, s3);
                    }

                    m0 = TSimd.Max(m0, TSimd.Abs(s0));
                    m1 = TSimd.Max(m1, TSimd.Abs(s1));
                    m2 = TSimd.Max(m2, TSimd.Abs(s2));
                    m3 = TSimd.Max(m3, TSimd.Abs(s3));
                }

                var peaks = _peaks.First + frame;
                TSimd.Store(m0, peaks);
                TSimd.Store(m1, peaks + n);
                TSimd.Store(m2, peaks + 2 * n);
                TSimd.Store(m3, peaks + 3 * n);
            }
        }
    }

    /// <summary>
    /// Stereo, eight frames at a time: a frame is one whole number of 64 bits, its left sample the lower half. Returns how many were taken.
    /// </summary>
    [RealTime]
    private int TakePairs(ReadOnlySpan<float> samples)
    {
        if (!Vector256.IsHardwareAccelerated || !BitConverter.IsLittleEndian) return 0;
        var left = Line(0) + _taps - 1;
        var right = Line(1) + _taps - 1;
        var frame = 0;

        // Safety: a line has room for MaxFrames behind its past, and samples are no more, by contract.
        fixed (float* from = samples)
        {
            for (; (frame + 8) * 2 <= samples.Length; frame += 8)
            {
                var (first, second) = (Vector256.Load((ulong*)(from + frame * 2)), Vector256.Load((ulong*)(from + frame * 2 + 8)));
                Simd256.Finite(Vector256.Narrow(first, second).AsSingle()).Store(left + frame);
                Simd256.Finite(Vector256.Narrow(first >>> 32, second >>> 32).AsSingle()).Store(right + frame);
            }
        }

        return frame;
    }

    /// <summary>Where the samples of a channel begin, the oldest first.</summary>
    [RealTime]
    internal float* Line(int channel) => _lines.First + channel * _stride;

    /// <summary>The peaks that were computed last.</summary>
    internal ReadOnlySpan<float> LastPeaks => _peaks.Span;
}
