using System.Runtime.Intrinsics;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Metering;

/// <summary>
/// Sample peak and RMS of each channel. The peak rises at once and falls by 20 dB in 1.7 s (IEC 60268-10, type I). The RMS covers the
/// last 300 ms. Values are magnitudes, 1 is full scale, updated every 10 ms of audio.
/// </summary>
/// <remarks>One thread calls Process; any thread may read the values. Infinite and NaN samples count as silence.</remarks>
public sealed unsafe class LevelMeter
{
    private const int RmsHops = 30;

    /// <summary>20 dB in 170 hops.</summary>
    private static readonly float FallPerHop = Decibels.ToGain(-20.0 / 170);

    private readonly AudioFormat _format;
    private readonly float[] _hopPeak, _peak, _max, _rms;
    private readonly double[] _hopEnergy;
    private readonly double[] _hops; // the last 30 energies of each channel
    private long _hop;
    private int _untilHop;

    /// <summary>Creates a meter. Not real-time-safe.</summary>
    /// <param name="format">Sample rate and channels of the input.</param>
    public LevelMeter(AudioFormat format)
    {
        _format = format;
        var channels = format.Channels;
        (_hopPeak, _peak, _max, _rms) = (new float[channels], new float[channels], new float[channels], new float[channels]);
        _hopEnergy = new double[channels];
        _hops = new double[channels * RmsHops];
        _untilHop = Hop.Frames(0, _format.SampleRate);
    }

    /// <summary>Number of channels.</summary>
    public int Channels => _format.Channels;

    /// <summary>Peak of <paramref name="channel"/> with decay. Thread-safe.</summary>
    public float Peak(int channel) => Volatile.Read(ref _peak[channel]);

    /// <summary>The highest peak of <paramref name="channel"/> since the start or <see cref="Reset"/>. Thread-safe.</summary>
    public float MaxPeak(int channel) => Volatile.Read(ref _max[channel]);

    /// <summary>RMS of <paramref name="channel"/> over the last 300 ms. Thread-safe.</summary>
    public float Rms(int channel) => Volatile.Read(ref _rms[channel]);

    /// <summary>Measures a block of any size. Real-time-safe; allocates nothing.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    [RealTime]
    public void Process(ReadOnlySpan<float> samples)
    {
        var channels = _format.Channels;
        while (samples.Length >= channels)
        {
            var frames = Math.Min(samples.Length / channels, _untilHop);
            Collect(samples[..(frames * channels)]);
            _untilHop -= frames;
            if (_untilHop == 0) EndHop();
            samples = samples[(frames * channels)..];
        }
    }

    /// <summary>Resets the meter. Call from the thread that calls Process; real-time-safe.</summary>
    [RealTime]
    public void Reset()
    {
        _hopPeak.AsSpan().Clear();
        _hopEnergy.AsSpan().Clear();
        _hops.AsSpan().Clear();
        _peak.AsSpan().Clear();
        _max.AsSpan().Clear();
        _rms.AsSpan().Clear();
        _hop = 0;
        _untilHop = Hop.Frames(0, _format.SampleRate);
    }

    /// <summary>The largest of some magnitudes; 0 if there are none.</summary>
    [RealTime]
    internal static float HighestOf(ReadOnlySpan<float> magnitudes)
    {
        var highest = 0f;
        var at = 0;
        if (Vector256.IsHardwareAccelerated && magnitudes.Length >= 8)
        {
            var vector = Vector256<float>.Zero;
            for (; at + 8 <= magnitudes.Length; at += 8) vector = Vector256.MaxNative(vector, Vector256.Create(magnitudes[at..]));
            for (var lane = 0; lane < 8; lane++) highest = Math.Max(highest, vector[lane]);
        }

        for (; at < magnitudes.Length; at++) highest = Math.Max(highest, magnitudes[at]);
        return highest;
    }

    [RealTime]
    private void Collect(ReadOnlySpan<float> samples)
    {
        var at = 0;
        if (_format.Channels <= 2)
        {
            if (Vector512.IsHardwareAccelerated) at = Collect<Simd512, Vector512<float>>(samples);
            else if (Vector256.IsHardwareAccelerated) at = Collect<Simd256, Vector256<float>>(samples);
            else if (Vector128.IsHardwareAccelerated) at = Collect<Simd128, Vector128<float>>(samples);
        }

        for (; at < samples.Length; at++)
        {
            var sample = float.IsFinite(samples[at]) ? samples[at] : 0;
            Note(at % _format.Channels, Math.Abs(sample), sample * sample);
        }
    }

    /// <summary>Handles one and two channels in whole vectors; returns the number of samples handled.</summary>
    [RealTime]
    private int Collect<TSimd, TVector>(ReadOnlySpan<float> samples)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var n = TSimd.Count;
        var peak = TSimd.Repeat(0);
        var square = peak;
        var at = 0;

        // Safety: no address beyond the samples is formed; the accumulators fit into the widest vector.
        fixed (float* start = samples)
        {
            for (; at + n <= samples.Length; at += n)
            {
                var x = TSimd.Finite(TSimd.Load(start + at));
                peak = TSimd.Max(peak, TSimd.Abs(x));
                square = TSimd.MultiplyAdd(x, x, square);
            }
        }

        var peaks = stackalloc float[16];
        var squares = stackalloc float[16];
        TSimd.Store(peak, peaks);
        TSimd.Store(square, squares);
        for (var lane = 0; lane < n; lane++) Note(lane % _format.Channels, peaks[lane], squares[lane]);
        return at;
    }

    [RealTime]
    private void Note(int channel, float magnitude, float square)
    {
        _hopPeak[channel] = Math.Max(_hopPeak[channel], magnitude);
        _hopEnergy[channel] += square;
    }

    [RealTime]
    private void EndHop()
    {
        var slot = (int)(_hop % RmsHops) * _format.Channels;
        for (var channel = 0; channel < _format.Channels; channel++)
        {
            var highest = _hopPeak[channel];
            Volatile.Write(ref _peak[channel], Math.Max(highest, _peak[channel] * FallPerHop));
            if (highest > _max[channel]) Volatile.Write(ref _max[channel], highest);
            _hops[slot + channel] = _hopEnergy[channel];
            var energy = 0.0;
            for (var i = channel; i < _hops.Length; i += _format.Channels) energy += _hops[i];
            Volatile.Write(ref _rms[channel], (float)Math.Sqrt(energy * Hop.PerSecond / ((double)RmsHops * _format.SampleRate)));
            (_hopPeak[channel], _hopEnergy[channel]) = (0, 0);
        }

        _hop++;
        _untilHop = Hop.Frames(_hop, _format.SampleRate);
    }
}
