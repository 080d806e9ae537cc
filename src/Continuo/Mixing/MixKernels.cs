using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Mixing;

/// <summary>
/// Sums any number of inputs, each multiplied by its gains. The gain at frame f of a block is target − step · max(remaining − f, 0), so a
/// sample depends only on the state of its ramps, never on how the audio is divided into blocks. Thread-safe; real-time-safe.
/// </summary>
/// <remarks>
/// Register-blocked: eight output vectors stay in registers while all inputs are added, so that each input sample is loaded once and the
/// output is stored once. Inputs are added in order at every sample, so any block length, any vector width and <see cref="AddReference"/>
/// round alike. Compiled with full optimization on first call: otherwise the kernels would start at a hundredth of their speed, and an
/// offline mix of a minute would end before they are optimized.
/// </remarks>
internal static unsafe class MixKernels
{
    private const int Registers = 8;

    /// <summary>Writes the sum of all inputs to <paramref name="output"/>.</summary>
    /// <param name="lanes">The inputs; each must have as many samples as the output.</param>
    /// <param name="output">Frames × channels, interleaved.</param>
    /// <param name="channels">1…<see cref="AudioFormat.MaxChannels"/>. One and two are fastest.</param>
    [RealTime]
    public static void Mix(ReadOnlySpan<MixLane> lanes, Span<float> output, int channels)
    {
        output.Clear();
        Add(lanes, output, channels);
    }

    /// <summary>Adds all inputs to <paramref name="output"/>. Parameters as in <see cref="Mix"/>.</summary>
    [RealTime]
    public static void Add(ReadOnlySpan<MixLane> lanes, Span<float> output, int channels)
    {
        if (channels > 2) AddMany(lanes, output, channels);
        else if (Vector512.IsHardwareAccelerated) Add<Simd512, Vector512<float>>(lanes, output, channels);
        else if (Vector256.IsHardwareAccelerated) Add<Simd256, Vector256<float>>(lanes, output, channels);
        else if (Vector128.IsHardwareAccelerated) Add<Simd128, Vector128<float>>(lanes, output, channels);
        else AddReference(lanes, output, channels);
    }

    /// <summary>Scalar reference for <see cref="Add(ReadOnlySpan{MixLane}, Span{float}, int)"/>.</summary>
    [RealTime]
    internal static void AddReference(ReadOnlySpan<MixLane> lanes, Span<float> output, int channels)
    {
        foreach (ref readonly var lane in lanes)
        {
            for (var i = 0; i < output.Length; i++)
            {
                output[i] = float.MultiplyAddEstimate(lane.Samples[i], GainAt(lane, i / channels, i % channels, channels), output[i]);
            }
        }
    }

    /// <summary>One and two channels, at the given vector width.</summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add<TSimd, TVector>(ReadOnlySpan<MixLane> lanes, Span<float> output, int channels)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // Safety: every lane has as many samples as the output, by contract; no address beyond output.Length is formed.
        fixed (MixLane* first = lanes)
        fixed (float* start = output)
        {
            var end = first + lanes.Length;
            var at = 0;
            for (; at + Registers * TSimd.Count <= output.Length; at += Registers * TSimd.Count)
            {
                Block8<TSimd, TVector>(first, end, start, at, channels);
            }

            if (at + 4 * TSimd.Count <= output.Length)
            {
                Block4<TSimd, TVector>(first, end, start, at, channels);
                at += 4 * TSimd.Count;
            }

            for (; at + TSimd.Count <= output.Length; at += TSimd.Count) Block1<TSimd, TVector>(first, end, start, at, channels);
            for (; at < output.Length; at++)
            {
                var sum = start[at];
                for (var lane = first; lane < end; lane++)
                {
                    sum = float.MultiplyAddEstimate(lane->Samples[at], GainAt(*lane, at / channels, at % channels, channels), sum);
                }

                start[at] = sum;
            }
        }
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block8<TSimd, TVector>(MixLane* first, MixLane* end, float* output, int at, int channels)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var o = output + at;
        var n = TSimd.Count;
        var (s0, s1, s2, s3) = (TSimd.Load(o), TSimd.Load(o + n), TSimd.Load(o + 2 * n), TSimd.Load(o + 3 * n));
        var (s4, s5, s6, s7) = (TSimd.Load(o + 4 * n), TSimd.Load(o + 5 * n), TSimd.Load(o + 6 * n), TSimd.Load(o + 7 * n));
        var frames = channels == 1 ? TSimd.Indices : TSimd.PairIndices;
        var stride = TSimd.Repeat((float)n / channels);
        var zero = TSimd.Repeat(0);
        var frame = at / channels;
        for (var lane = first; lane < end; lane++)
        {
            var x = lane->Samples + at;
            var gain = channels == 1 ? TSimd.Repeat(*lane->Gains) : TSimd.RepeatPair(lane->Gains);
            var remaining = lane->Remaining - frame;
            if (remaining <= 0)
            {
                s0 = TSimd.MultiplyAdd(TSimd.Load(x), gain, s0);
                s1 = TSimd.MultiplyAdd(TSimd.Load(x + n), gain, s1);
                s2 = TSimd.MultiplyAdd(TSimd.Load(x + 2 * n), gain, s2);
                s3 = TSimd.MultiplyAdd(TSimd.Load(x + 3 * n), gain, s3);
                s4 = TSimd.MultiplyAdd(TSimd.Load(x + 4 * n), gain, s4);
                s5 = TSimd.MultiplyAdd(TSimd.Load(x + 5 * n), gain, s5);
                s6 = TSimd.MultiplyAdd(TSimd.Load(x + 6 * n), gain, s6);
                s7 = TSimd.MultiplyAdd(TSimd.Load(x + 7 * n), gain, s7);
                continue;
            }

            // left = −(remaining frames) at each sample: small integers, exact in floats.
            var step = channels == 1 ? TSimd.Repeat(lane->Gains[1]) : TSimd.RepeatPair(lane->Gains + 2);
            var left = TSimd.Add(frames, TSimd.Repeat(-remaining));
            s0 = TSimd.MultiplyAdd(TSimd.Load(x), TSimd.MultiplyAdd(TSimd.Min(left, zero), step, gain), s0);
            left = TSimd.Add(left, stride);
            s1 = TSimd.MultiplyAdd(TSimd.Load(x + n), TSimd.MultiplyAdd(TSimd.Min(left, zero), step, gain), s1);
            left = TSimd.Add(left, stride);
            s2 = TSimd.MultiplyAdd(TSimd.Load(x + 2 * n), TSimd.MultiplyAdd(TSimd.Min(left, zero), step, gain), s2);
            left = TSimd.Add(left, stride);
            s3 = TSimd.MultiplyAdd(TSimd.Load(x + 3 * n), TSimd.MultiplyAdd(TSimd.Min(left, zero), step, gain), s3);
            left = TSimd.Add(left, stride);
            s4 = TSimd.MultiplyAdd(TSimd.Load(x + 4 * n), TSimd.MultiplyAdd(TSimd.Min(left, zero), step, gain), s4);
            left = TSimd.Add(left, stride);
            s5 = TSimd.MultiplyAdd(TSimd.Load(x + 5 * n), TSimd.MultiplyAdd(TSimd.Min(left, zero), step, gain), s5);
            left = TSimd.Add(left, stride);
            s6 = TSimd.MultiplyAdd(TSimd.Load(x + 6 * n), TSimd.MultiplyAdd(TSimd.Min(left, zero), step, gain), s6);
            left = TSimd.Add(left, stride);
            s7 = TSimd.MultiplyAdd(TSimd.Load(x + 7 * n), TSimd.MultiplyAdd(TSimd.Min(left, zero), step, gain), s7);
        }

        TSimd.Store(s0, o);
        TSimd.Store(s1, o + n);
        TSimd.Store(s2, o + 2 * n);
        TSimd.Store(s3, o + 3 * n);
        TSimd.Store(s4, o + 4 * n);
        TSimd.Store(s5, o + 5 * n);
        TSimd.Store(s6, o + 6 * n);
        TSimd.Store(s7, o + 7 * n);
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block4<TSimd, TVector>(MixLane* first, MixLane* end, float* output, int at, int channels)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var o = output + at;
        var n = TSimd.Count;
        var (s0, s1, s2, s3) = (TSimd.Load(o), TSimd.Load(o + n), TSimd.Load(o + 2 * n), TSimd.Load(o + 3 * n));
        for (var lane = first; lane < end; lane++)
        {
            var x = lane->Samples + at;
            s0 = TSimd.MultiplyAdd(TSimd.Load(x), Gain<TSimd, TVector>(lane, at, channels), s0);
            s1 = TSimd.MultiplyAdd(TSimd.Load(x + n), Gain<TSimd, TVector>(lane, at + n, channels), s1);
            s2 = TSimd.MultiplyAdd(TSimd.Load(x + 2 * n), Gain<TSimd, TVector>(lane, at + 2 * n, channels), s2);
            s3 = TSimd.MultiplyAdd(TSimd.Load(x + 3 * n), Gain<TSimd, TVector>(lane, at + 3 * n, channels), s3);
        }

        TSimd.Store(s0, o);
        TSimd.Store(s1, o + n);
        TSimd.Store(s2, o + 2 * n);
        TSimd.Store(s3, o + 3 * n);
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block1<TSimd, TVector>(MixLane* first, MixLane* end, float* output, int at, int channels)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var sum = TSimd.Load(output + at);
        for (var lane = first; lane < end; lane++)
        {
            sum = TSimd.MultiplyAdd(TSimd.Load(lane->Samples + at), Gain<TSimd, TVector>(lane, at, channels), sum);
        }

        TSimd.Store(sum, output + at);
    }

    /// <summary>Gains of the vector of samples that begins at <paramref name="at"/>.</summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Gain<TSimd, TVector>(MixLane* lane, int at, int channels)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var gain = channels == 1 ? TSimd.Repeat(*lane->Gains) : TSimd.RepeatPair(lane->Gains);
        var remaining = lane->Remaining - at / channels;
        if (remaining <= 0) return gain;
        var step = channels == 1 ? TSimd.Repeat(lane->Gains[1]) : TSimd.RepeatPair(lane->Gains + 2);
        var left = TSimd.Add(channels == 1 ? TSimd.Indices : TSimd.PairIndices, TSimd.Repeat(-remaining));
        return TSimd.MultiplyAdd(TSimd.Min(left, TSimd.Repeat(0)), step, gain);
    }

    /// <summary>More than two channels: frame by frame during a ramp, then channel by channel with constant gain.</summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddMany(ReadOnlySpan<MixLane> lanes, Span<float> output, int channels)
    {
        foreach (ref readonly var lane in lanes)
        {
            var samples = new ReadOnlySpan<float>(lane.Samples, output.Length);
            var moving = Math.Min(output.Length, lane.Remaining * channels);
            for (var i = 0; i < moving; i++)
            {
                output[i] = float.MultiplyAddEstimate(samples[i], GainAt(lane, i / channels, i % channels, channels), output[i]);
            }

            AddSteady(samples[moving..], output[moving..], new ReadOnlySpan<float>(lane.Gains, channels));
        }
    }

    /// <summary>Constant gains of more than two channels: the repeated gains fill as many vectors as there are channels.</summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSteady(ReadOnlySpan<float> samples, Span<float> output, ReadOnlySpan<float> gains)
    {
        var n = Vector256<float>.Count;
        var period = gains.Length * n;
        Span<float> pattern = stackalloc float[AudioFormat.MaxChannels * n];
        for (var i = 0; i < period; i++) pattern[i] = gains[i % gains.Length];
        fixed (float* g = pattern, x = samples, o = output)
        {
            var at = 0;
            for (var phase = 0; at + n <= output.Length; at += n, phase = phase + n == period ? 0 : phase + n)
            {
                Vector256.MultiplyAddEstimate(Vector256.Load(x + at), Vector256.Load(g + phase), Vector256.Load(o + at)).Store(o + at);
            }

            for (; at < output.Length; at++) o[at] = float.MultiplyAddEstimate(x[at], g[at % period], o[at]);
        }
    }

    [RealTime]
    private static float GainAt(in MixLane lane, int frame, int channel, int channels) =>
        float.MultiplyAddEstimate(Math.Min(frame - lane.Remaining, 0), lane.Gains[channels + channel], lane.Gains[channel]);
}
