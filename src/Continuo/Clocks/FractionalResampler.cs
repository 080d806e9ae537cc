using System.Runtime.Intrinsics;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Clocks;

/// <summary>
/// Reads a signal at a speed near 1 that may change with every block, to bridge two clocks of the same nominal rate. Frames are written at
/// one end and read at a fractional position; all channels share the position, so they stay in phase. Not for conversions such as 44.1 to
/// 48 kHz.
/// </summary>
/// <remarks>
///  A windowed sinc of 48 taps: a frame can be read once the 24 frames after its position have been written, so the delay is 24 frames (0.5
/// ms at 48 kHz). THD+N is below −120 dB up to 19 kHz at 48 kHz. Not thread-safe. All but the constructor is real-time-safe.
/// </remarks>
internal sealed unsafe class FractionalResampler
{
    /// <summary>Number of frames after the read position that must have been written.</summary>
    public const int DelayFrames = InterpolationFilter.Taps / 2;

    /// <summary>Maximum deviation of the speed from 1, in parts per million.</summary>
    public const double MaxPpm = 1500;

    private const int Taps = InterpolationFilter.Taps;
    private const int Past = Taps / 2 - 1; // frames before the read position

    private readonly int _channels;
    private readonly int _stride;
    private readonly AlignedSamples _lines; // one per channel: past frames, waiting frames, room
    private long _origin = -Past; // the first frame in the lines
    private long _written;
    private long _index;
    private double _fraction;

    /// <summary>Allocates room for <paramref name="capacityFrames"/> waiting frames.</summary>
    /// <param name="channels">Samples per frame, at least 1.</param>
    /// <param name="capacityFrames">Maximum number of frames between the read position and the last frame written.</param>
    public FractionalResampler(int channels, int capacityFrames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityFrames, Taps);
        (_channels, CapacityFrames) = (channels, capacityFrames);
        // twice, so that waiting frames are moved once per capacity written; the rest covers rounding of the read position
        _stride = 2 * capacityFrames + 2 * Taps;
        _lines = new AlignedSamples(channels * _stride);
    }

    /// <summary>Maximum number of waiting frames.</summary>
    public int CapacityFrames { get; }

    /// <summary>Number of frames written.</summary>
    [RealTime]
    public long Written => _written;

    /// <summary>The next read position, in frames written since the start.</summary>
    [RealTime]
    public double Position => _index + _fraction;

    /// <summary>Number of frames that can be written.</summary>
    [RealTime]
    public int Room => CapacityFrames - (int)(_written - _index);

    /// <summary>
    /// Number of written frames after the read position, less the filter delay; 0 or less if the next frame cannot be read yet.
    /// </summary>
    [RealTime]
    public double Waiting => _written - DelayFrames - _index - _fraction;

    /// <summary>Appends frames, as many as there is <see cref="Room"/> for.</summary>
    /// <param name="samples">Frames × channels, interleaved. Infinities and NaN become silence.</param>
    /// <returns>Number of frames appended.</returns>
    [RealTime]
    public int Write(ReadOnlySpan<float> samples)
    {
        var frames = Math.Min(samples.Length / _channels, Room);
        var at = (int)(_written - _origin);
        if (at + frames > _stride - Taps)
        {
            Compact();
            at = (int)(_written - _origin);
        }

        var done = _channels == 2 ? SplitStereo(samples, frames, _lines.First + at, _lines.First + _stride + at) : 0;
        for (var channel = 0; channel < _channels; channel++)
        {
            var to = _lines.First + channel * _stride + at;
            for (var (frame, from) = (done, done * _channels + channel); frame < frames; frame++, from += _channels)
            {
                to[frame] = float.IsFinite(samples[from]) ? samples[from] : 0;
            }
        }

        _written += frames;
        return frames;
    }

    /// <summary>
    /// Moves the read position forward to <paramref name="position"/>, at most to the last frame written. Never moves it back.
    /// </summary>
    [RealTime]
    public void SkipTo(double position)
    {
        position = Math.Clamp(position, Position, Math.Max(Position, _written));
        _index = (long)position;
        _fraction = position - _index;
    }

    /// <summary>Number of frames that can be read now at a given speed.</summary>
    /// <param name="speed">Frames written per frame read; within <see cref="MaxPpm"/> of 1.</param>
    [RealTime]
    public int Readable(double speed) => Waiting <= 0 ? 0 : (int)Math.Ceiling(Waiting / speed);

    /// <summary>Reads as many frames as are available, while the speed changes linearly between two values.</summary>
    /// <param name="samples">Receives frames × channels, interleaved.</param>
    /// <param name="from">Initial speed in frames written per frame read; within <see cref="MaxPpm"/> of 1.</param>
    /// <param name="to">Speed at the end of <paramref name="samples"/>.</param>
    /// <returns>Number of frames read.</returns>
    [RealTime]
    public int Read(Span<float> samples, double from, double to)
    {
        var frames = Math.Min(samples.Length / _channels, Readable(Math.Max(from, to)));
        var bend = (to - from) / Math.Max(1, samples.Length / _channels);
        if (Vector512.IsHardwareAccelerated) Interpolate<Simd512, Vector512<float>>(samples, frames, from, bend);
        else if (Vector256.IsHardwareAccelerated) Interpolate<Simd256, Vector256<float>>(samples, frames, from, bend);
        else if (Vector128.IsHardwareAccelerated) Interpolate<Simd128, Vector128<float>>(samples, frames, from, bend);
        else InterpolateReference(samples, frames, from, bend);
        return frames;
    }

    /// <summary>Drops all frames.</summary>
    [RealTime]
    public void Reset()
    {
        _lines.Span.Clear();
        (_origin, _written, _index, _fraction) = (-Past, 0, 0, 0);
    }

    [RealTime]
    internal void Interpolate<TSimd, TVector>(Span<float> samples, int frames, double speed, double bend)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // Safety: frames ≤ Readable, so the taps of the last frame end before _written. Each fraction below 1 has a row in the table and a
        // row after it. 48 taps are a multiple of every vector length.
        for (var frame = 0; frame < frames; frame++)
        {
            if (bend == 0 && CanReadRun(TSimd.Count, frames - frame, speed))
            {
                ReadRun<TSimd, TVector>(samples[(frame * _channels)..], speed);
                frame += TSimd.Count - 1;
                continue;
            }

            var place = _fraction * InterpolationFilter.Phases;
            var row = InterpolationFilter.First + (int)place * Taps;
            var between = TSimd.Repeat((float)(place - (int)place));
            var minus = TSimd.Repeat(-1);
            var first = _lines.First + (_index - Past - _origin);
            for (var channel = 0; channel < _channels; channel += 2)
            {
                var left = first + channel * _stride;
                var right = channel + 1 < _channels ? left + _stride : left;
                var (sumLeft, sumRight) = (TSimd.Repeat(0), TSimd.Repeat(0));
                for (var tap = 0; tap < Taps; tap += TSimd.Count)
                {
                    var low = TSimd.Load(row + tap);
                    var rise = TSimd.MultiplyAdd(low, minus, TSimd.Load(row + Taps + tap));
                    var coefficients = TSimd.MultiplyAdd(rise, between, low);
                    sumLeft = TSimd.MultiplyAdd(TSimd.Load(left + tap), coefficients, sumLeft);
                    sumRight = TSimd.MultiplyAdd(TSimd.Load(right + tap), coefficients, sumRight);
                }

                samples[frame * _channels + channel] = TSimd.Sum(sumLeft);
                if (channel + 1 < _channels) samples[frame * _channels + channel + 1] = TSimd.Sum(sumRight);
            }

            Step(speed + bend * frame);
        }
    }

    /// <summary>
    /// Whether one vector's frames can be read as one run: constant speed, all between the same two samples and their successors, over at
    /// most one phase of the table.
    /// </summary>
    [RealTime]
    private bool CanReadRun(int run, int frames, double speed)
    {
        var slip = speed - 1;
        var end = _fraction + run * slip;
        return run <= frames && Math.Abs(slip) * (run - 1) <= 1.0 / InterpolationFilter.Phases && end is >= 0 and < 1;
    }

    /// <summary>Reads one vector's frames at once.</summary>
    [RealTime]
    private void ReadRun<TSimd, TVector>(Span<float> samples, double speed)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var (run, slip) = (TSimd.Count, speed - 1);
        var read = stackalloc float[2 * run];
        var filters = stackalloc float[2 * Taps];
        InterpolationRun.Prepare<TSimd, TVector>(_fraction, _fraction + (run - 1) * slip, filters);
        for (var channel = 0; channel < _channels; channel += 2)
        {
            // Safety: the last vector lane reads no further than the run's last frame does on its own.
            var left = _lines.First + channel * _stride + (_index - Past - _origin);
            var isPair = channel + 1 < _channels;
            var right = isPair ? left + _stride : left;
            if (slip == 0) InterpolationRun.Steady<TSimd, TVector>(left, right, filters, read);
            else InterpolationRun.Sliding<TSimd, TVector>(left, right, filters, read);
            for (var (frame, to) = (0, channel); frame < run; frame++, to += _channels)
            {
                samples[to] = read[frame];
                if (isPair) samples[to + 1] = read[run + frame];
            }
        }

        _index += run;
        _fraction += run * slip;
    }

    /// <summary>Deinterleaves stereo samples in whole vectors. Infinities and NaN become silence.</summary>
    /// <returns>Number of frames deinterleaved.</returns>
    [RealTime]
    private static int SplitStereo(ReadOnlySpan<float> samples, int frames, float* left, float* right)
    {
        var whole = frames & -Vector128<float>.Count;
        fixed (float* from = samples)
        {
            // Safety: each frame has two samples, and both lines have room for the frames.
            for (var frame = 0; frame < whole; frame += Vector128<float>.Count)
            {
                var first = Simd128.Finite(Vector128.Load(from + 2 * frame)).AsUInt64();
                var second = Simd128.Finite(Vector128.Load(from + 2 * frame + Vector128<float>.Count)).AsUInt64();
                Vector128.Narrow(first, second).AsSingle().Store(left + frame);
                Vector128.Narrow(first >>> 32, second >>> 32).AsSingle().Store(right + frame);
            }
        }

        return whole;
    }

    /// <summary>Scalar reference for the vector code.</summary>
    [RealTime]
    internal void InterpolateReference(Span<float> samples, int frames, double speed, double bend)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            var place = _fraction * InterpolationFilter.Phases;
            var row = InterpolationFilter.First + (int)place * Taps;
            var between = (float)(place - (int)place);
            for (var channel = 0; channel < _channels; channel++)
            {
                var line = _lines.First + channel * _stride + (_index - Past - _origin);
                var sum = 0f;
                for (var tap = 0; tap < Taps; tap++) sum += line[tap] * (row[tap] + (row[tap + Taps] - row[tap]) * between);
                samples[frame * _channels + channel] = sum;
            }

            Step(speed + bend * frame);
        }
    }

    [RealTime]
    private void Step(double speed)
    {
        _fraction += speed;
        var whole = (long)_fraction;
        _index += whole;
        _fraction -= whole;
    }

    /// <summary>Moves the frames still needed to the beginning of the lines.</summary>
    [RealTime]
    private void Compact()
    {
        var from = (int)(_index - Past - _origin);
        var count = (int)(_written - _origin) - from;
        for (var channel = 0; channel < _channels; channel++)
        {
            var line = new Span<float>(_lines.First + channel * _stride, _stride);
            line.Slice(from, count).CopyTo(line);
        }

        _origin += from;
    }
}
