using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Metering;

/// <summary>
/// Measures the magnitude of the waveform between the samples: each channel is oversampled by a polyphase interpolator, as in annex 2 of
/// ITU-R BS.1770-4, and the maximum over each frame's interval is returned.
/// </summary>
/// <remarks>
/// The interpolator is a sinc under a Kaiser window (β = 4: flat within 0.05 dB). Its phase 0 is the sample itself, so only the others are
/// computed. Infinities and NaN count as silence. Not thread-safe. All but the constructor is real-time-safe.
/// </remarks>
internal sealed unsafe class TruePeakDetector
{
    /// <summary>Maximum number of frames per call.</summary>
    public const int MaxFrames = 256;

    private const double KaiserBeta = 4;
    private const int Unroll = 4;

    private readonly int _channels;
    private readonly int _factor;
    private readonly int _taps;
    private readonly float[] _filter; // phase by phase, without phase 0
    private readonly AlignedSamples _lines; // per channel: taps − 1 past frames, new frames, padding
    private readonly AlignedSamples _peaks = new(MaxFrames);
    private readonly int _stride;

    /// <param name="channels">Samples per frame.</param>
    /// <param name="factor">Number of points per frame; 1: samples only.</param>
    /// <param name="taps">Number of samples that contribute to each point; even.</param>
    public TruePeakDetector(int channels, int factor, int taps)
    {
        (_channels, _factor, _taps) = (channels, factor, taps);
        _filter = Design(factor, taps);
        _stride = taps + MaxFrames + 64;
        _lines = new AlignedSamples(channels * _stride);
    }

    /// <summary>Delay of the peaks relative to the samples, in frames.</summary>
    public int DelayFrames => _taps / 2;

    /// <summary>Adds up to <see cref="MaxFrames"/> frames; <see cref="Peaks"/> then returns the peaks of each channel.</summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
    /// The largest magnitude of <paramref name="channel"/> between each frame and the next, delayed by <see cref="DelayFrames"/>. Call once
    /// per <see cref="Take"/>. Valid until the next call.
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

    /// <summary>Clears the past frames.</summary>
    [RealTime]
    public void Reset() => _lines.Span.Clear();

    /// <summary>The coefficients of phases 1…factor − 1, <paramref name="taps"/> each.</summary>
    internal static float[] Design(int factor, int taps)
    {
        var filter = new float[(factor - 1) * taps];
        for (var phase = 1; phase < factor; phase++)
        {
            var coefficients = new double[taps];
            for (var tap = 0; tap < taps; tap++)
            {
                // Distance in frames from the point to the sample of this tap.
                var distance = (double)phase / factor - (tap - taps / 2 + 1);
                coefficients[tap] = KaiserWindow.Sinc(distance, taps / 2, KaiserBeta);
            }

            var sum = coefficients.Sum();
            for (var tap = 0; tap < taps; tap++) filter[(phase - 1) * taps + tap] = (float)(coefficients[tap] / sum);
        }

        return filter;
    }

    /// <summary>Scalar reference for the vector code.</summary>
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Interpolate<TSimd, TVector>(float* line, int frames)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // Safety: lines and peaks are long enough for frames rounded up to four vectors of 16: MaxFrames is a multiple of 64, and each line
        // is padded. Values computed beyond the frames are not used.
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
    /// Stereo, eight frames at a time: a frame is one 64-bit integer whose lower half is the left sample. Returns the number of frames
    /// handled.
    /// </summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int TakePairs(ReadOnlySpan<float> samples)
    {
        if (!Vector256.IsHardwareAccelerated || !BitConverter.IsLittleEndian) return 0;
        var left = Line(0) + _taps - 1;
        var right = Line(1) + _taps - 1;
        var frame = 0;

        // Safety: a line has room for MaxFrames after its past, and by contract there are no more samples.
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

    /// <summary>Start of a channel's samples, oldest first.</summary>
    [RealTime]
    internal float* Line(int channel) => _lines.First + channel * _stride;

    /// <summary>The latest peaks.</summary>
    internal ReadOnlySpan<float> LastPeaks => _peaks.Span;
}
