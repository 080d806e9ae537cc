using System.Runtime.Intrinsics;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Clocks;

/// <summary>
/// Reads a signal at a speed near 1 that may change at every block: between two clocks of the same nominal rate. Frames are written at
/// one end
/// and read at a fractional position at the other; all channels at the same one, so they stay in phase. Not for changes of rate like 44.1
/// to 48 kHz.
/// </summary>
/// <remarks>
/// A windowed sinc of 48 taps: a frame can be read when the 24 after its place have been written, so the delay is 24 frames (0.5 ms at 48
/// kHz).
/// THD+N below −120 dB up to 19 kHz at 48 kHz. For one thread; real-time-safe but for the constructor.
/// </remarks>
internal sealed unsafe class FractionalResampler
{
    /// <summary>Number of frames after the place that is read must written.</summary>
    public const int DelayFrames = InterpolationFilter.Taps / 2;

    /// <summary>The speed may differ by so much from 1, in parts per million.</summary>
    public const double MaxPpm = 1500;

    private const int Taps = InterpolationFilter.Taps;
    private const int Past = Taps / 2 - 1; // frames before the place that is read

    private readonly int _channels;
    private readonly int _stride;
    private readonly AlignedSamples _lines; // one per channel: past, what waits, room
    private long _origin = -Past; // the frame that lies first in the lines
    private long _written;
    private long _index;
    private double _fraction;

    /// <summary>Allocates for <paramref name="capacityFrames"/> frames that wait.</summary>
    /// <param name="channels">Samples per frame, at least 1.</param>
    /// <param name="capacityFrames">The most frames that can wait between the place that is read and the last one written.</param>
    public FractionalResampler(int channels, int capacityFrames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityFrames, Taps);
        (_channels, CapacityFrames) = (channels, capacityFrames);
        _stride = 2 * capacityFrames + 2 * Taps; // twice, so that what waits is moved once per capacity written; and for a rounding in the last place
        _lines = new AlignedSamples(channels * _stride);
    }

    /// <summary>The most frames that can wait.</summary>
    public int CapacityFrames { get; }

    /// <summary>Number of frames written.</summary>
    [RealTime]
    public long Written => _written;

    /// <summary>The place that is read next, in frames written since the start.</summary>
    [RealTime]
    public double Position => _index + _fraction;

    /// <summary>Number of frames can be written.</summary>
    [RealTime]
    public int Room => CapacityFrames - (int)(_written - _index);

    /// <summary>
    /// Number of written frames lie between the place that is read next and the end, less the filter's delay; 0 or less if the next frame
    /// cannot be read yet.
    /// </summary>
    [RealTime]
    public double Waiting => _written - DelayFrames - _index - _fraction;

    /// <summary>Appends frames, as many as there is <see cref="Room"/> for.</summary>
    /// <param name="samples">Frames × channels, interleaved. Infinite and NaN samples become silence.</param>
    /// <returns>Number of frames taken.</returns>
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
    /// Moves the place that is read next forward to <paramref name="position"/>, at most to the last frame written. Never back.
    /// </summary>
    [RealTime]
    public void SkipTo(double position)
    {
        position = Math.Clamp(position, Position, Math.Max(Position, _written));
        _index = (long)position;
        _fraction = position - _index;
    }

    /// <summary>Number of frames can be read now at a speed.</summary>
    /// <param name="speed">Frames written per frame read; within <see cref="MaxPpm"/> of 1.</param>
    [RealTime]
    public int Readable(double speed) => Waiting <= 0 ? 0 : (int)Math.Ceiling(Waiting / speed);

    /// <summary>Reads frames, as many as are there, while the speed goes in a straight line from one value to another.</summary>
    /// <param name="samples">Frames × channels, interleaved; written over as far as frames are read.</param>
    /// <param name="from">Frames written per frame read, at the beginning; within <see cref="MaxPpm"/> of 1.</param>
    /// <param name="to">The same, at the end of <paramref name="samples"/>.</param>
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

    /// <summary>Forgets all frames.</summary>
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
        // Safety: frames is no more than Readable, so the taps of the last frame end before _written; a row of the table and
        // its successor exist for every fraction below 1; 48 is a multiple of every vector's length.
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
    /// Whether as many frames as a vector has places can be read as one run: at a steady speed, all between the same two samples and their
    /// successors, over no more than a phase of the table.
    /// </summary>
    [RealTime]
    private bool CanReadRun(int run, int frames, double speed)
    {
        var slip = speed - 1;
        var end = _fraction + run * slip;
        return run <= frames && Math.Abs(slip) * (run - 1) <= 1.0 / InterpolationFilter.Phases && end is >= 0 and < 1;
    }

    /// <summary>As many frames as a vector has places, at once.</summary>
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
            // Safety: the last place of the vectors reads up to the sample that the run's last frame reads up to alone.
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

    /// <summary>Sorts left and right samples apart, as far as whole vectors go. Infinite and NaN samples become silence.</summary>
    /// <returns>Number of frames sorted.</returns>
    [RealTime]
    private static int SplitStereo(ReadOnlySpan<float> samples, int frames, float* left, float* right)
    {
        var whole = frames & -Vector128<float>.Count;
        fixed (float* from = samples)
        {
            // Safety: there are two samples for each frame, and room for the frames in both lines.
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

    /// <summary>The definition of what the vectors compute.</summary>
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

    /// <summary>Moves what is still needed to the beginning of the lines.</summary>
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
