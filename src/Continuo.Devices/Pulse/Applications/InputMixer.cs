using System.Numerics;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>
/// Mixes the streams of one application on one timeline. The first frames of an input are placed by their capture time or by
/// <see cref="PlaceAt"/>; later frames follow them exactly. Frames are output when all expected inputs have delivered past them. A lagging
/// input is waited for up to <see cref="TimeoutNanoseconds"/>, then skipped and counted. Not thread-safe. All but <see cref="Add"/> is
/// real-time-safe.
/// </summary>
internal sealed class InputMixer
{
    /// <summary>How long a lagging or announced input delays the others.</summary>
    public const long TimeoutNanoseconds = 200_000_000;

    /// <summary>
    /// How far an input's capture time may deviate from its position before it is placed again. Wide, because a stalled device shifts the
    /// times of all its streams, though not at the same moment; their frames still belong together.
    /// </summary>
    public const long ToleranceNanoseconds = 100_000_000;

    // Our own suspension must not count as an input's lag, so a single iteration counts at most this much.
    private const long MaxPollNanoseconds = 20_000_000;

    private readonly AudioFormat _format;
    private readonly float[] _window;
    private readonly int _windowFrames;
    private MixedInput?[] _inputs = [];
    private long _origin;
    private bool _isTimed;
    private long _emitted;
    private long _front;
    private long _gap;
    private long _blocked;
    private long _lastPoll = -1;

    /// <param name="format">Format of the inputs and the mix.</param>
    /// <param name="windowFrames">Maximum distance between inputs.</param>
    public InputMixer(AudioFormat format, int windowFrames)
    {
        _format = format;
        _windowFrames = windowFrames;
        _window = new float[windowFrames * format.Channels];
    }

    /// <summary>Frames that arrived after their position had been output.</summary>
    public long LateFrames { get; private set; }

    /// <summary>Number of times an input was skipped.</summary>
    public long LeftBehind { get; private set; }

    /// <summary>Whether everything delivered has been output.</summary>
    [RealTime]
    public bool IsEmpty => _front == _emitted;

    /// <summary>Announces an input, so that it is waited for from now on.</summary>
    public int Add()
    {
        var input = new MixedInput { End = _front, IsWaitedFor = true };
        var free = Array.IndexOf(_inputs, null);
        if (free < 0)
        {
            free = _inputs.Length;
            Array.Resize(ref _inputs, free + 1);
        }

        _inputs[free] = input;
        return free;
    }

    /// <summary>Sets whether frames of the input are expected: not while it is paused.</summary>
    [RealTime]
    public void Expect(int input, bool due)
    {
        var it = _inputs[input]!;
        if (due && !it.IsWaitedFor)
        {
            it.End = Math.Max(it.End, _front);
            it.IsPlaced = false;
        }

        it.IsWaitedFor = due;
    }

    /// <summary>Removes an ended input; audio that it delivered is kept.</summary>
    [RealTime]
    public void Remove(int input) => _inputs[input] = null;

    /// <summary>Whether the position of the input's next frame is known.</summary>
    [RealTime]
    public bool IsPlaced(int input) => _isTimed && _inputs[input]!.IsPlaced;

    /// <summary>Position of the input's next frame, if it is known.</summary>
    [RealTime]
    public long EndOf(int input) => _inputs[input]!.End;

    /// <summary>Sets the position of the input's next frame. Its capture time is then ignored, unless it deviates.</summary>
    [RealTime]
    public void PlaceAt(int input, long place)
    {
        if (!_isTimed || place > _emitted + _windowFrames) return;
        (_inputs[input]!.End, _inputs[input]!.IsPlaced) = (place, true);
    }

    /// <summary>Number of frames of the input that can be added now.</summary>
    [RealTime]
    public int RoomFor(int input)
    {
        var it = _inputs[input]!;
        return (int)Math.Max(0, _emitted + _windowFrames - Math.Max(_emitted, it.IsPlaced ? it.End : _front));
    }

    /// <summary>Adds frames of an input, at most <see cref="RoomFor"/>.</summary>
    /// <param name="input">Index of the input.</param>
    /// <param name="samples">Frames × channels, interleaved.</param>
    /// <param name="captureTime">Capture time of the first frame.</param>
    [RealTime]
    public void Deliver(int input, ReadOnlySpan<float> samples, long captureTime)
    {
        var it = _inputs[input]!;
        var frames = samples.Length / _format.Channels;
        Place(it, captureTime, frames);
        var late = (int)Math.Clamp(_emitted - it.End, 0, frames);
        if (late > 0) LateFrames += late;
        var fits = (int)Math.Clamp(_emitted + _windowFrames - Math.Max(it.End, _emitted), 0, frames - late);
        AddAt(it.End + late, samples.Slice(late * _format.Channels, fits * _format.Channels));
        it.End += frames;
        if (it.End > _emitted) it.IsLeftBehind = false;
        _front = Math.Max(_front, it.End);
    }

    /// <summary>
    /// Handles frames of an input that the server has lost: silence in their place, or a gap if no other input is audible there.
    /// </summary>
    [RealTime]
    public void Skip(int input, int frames)
    {
        var it = _inputs[input]!;
        if (!it.IsPlaced) return;
        it.End += frames;
        if (IsEmpty && !HasOthers(it) && it.End > _emitted)
        {
            _gap += it.End - _emitted;
            _emitted = it.End;
        }

        _front = Math.Max(_front, it.End);
    }

    /// <summary>Outputs complete frames.</summary>
    /// <param name="destination">Receives frames × channels, interleaved.</param>
    /// <param name="now">Current time, to measure the wait.</param>
    /// <param name="captureTime">Capture time of the first frame.</param>
    /// <param name="gapFrames">Number of frames lost directly before it.</param>
    /// <returns>The number of frames.</returns>
    [RealTime]
    public int Read(Span<float> destination, long now, out long captureTime, out long gapFrames)
    {
        (captureTime, gapFrames) = (-1, 0);
        var limit = Limit();
        if (limit <= _emitted)
        {
            if (IsEmpty || !HasTimedOut(now)) return 0;
            limit = Limit();
        }

        (_blocked, _lastPoll) = (0, -1);
        var frames = (int)Math.Min(limit - _emitted, destination.Length / _format.Channels);
        captureTime = _origin + _format.ToNanoseconds(_emitted);
        (gapFrames, _gap) = (_gap, 0);
        TakeAt(_emitted, destination[..(frames * _format.Channels)]);
        _emitted += frames;
        return frames;
    }

    [RealTime]
    private void Place(MixedInput it, long captureTime, int frames)
    {
        var others = HasOthers(it);
        var strays = !_isTimed || !it.IsPlaced || Math.Abs(captureTime - TimeOf(it.End)) > ToleranceNanoseconds;
        if (!strays)
        {
            // The timeline follows its first input's device.
            if (ReferenceEquals(it, Lead())) _origin = captureTime - _format.ToNanoseconds(it.End);
            return;
        }

        if (others || (_isTimed && !IsEmpty))
        {
            var place = _format.ToFrames(captureTime - _origin);
            if (place + frames <= _emitted + _windowFrames)
            {
                (it.End, it.IsPlaced) = (place, true);
                return;
            }
        }

        // No other input holds the timeline, or all that do are a window behind: it continues here, at this time.
        foreach (var other in _inputs)
        {
            if (other is null) continue;
            other.IsPlaced = false;
            other.End = _front;
        }

        _emitted = _front;
        Array.Clear(_window);
        (it.End, it.IsPlaced, _isTimed) = (_front, true, true);
        _origin = captureTime - _format.ToNanoseconds(_front);
    }

    [RealTime]
    private long TimeOf(long position) => _origin + _format.ToNanoseconds(position);

    [RealTime]
    private MixedInput? Lead()
    {
        foreach (var input in _inputs)
        {
            if (input is { IsPlaced: true, IsWaitedFor: true, IsLeftBehind: false }) return input;
        }

        return null;
    }

    [RealTime]
    private bool HasOthers(MixedInput it)
    {
        foreach (var input in _inputs)
        {
            if (!ReferenceEquals(input, it) && input is { IsPlaced: true, IsWaitedFor: true, IsLeftBehind: false }) return true;
        }

        return false;
    }

    [RealTime]
    private long Limit()
    {
        var limit = _front;
        foreach (var input in _inputs)
        {
            if (input is { IsWaitedFor: true, IsLeftBehind: false }) limit = Math.Min(limit, input.End);
        }

        return limit;
    }

    [RealTime]
    private bool HasTimedOut(long now)
    {
        if (_lastPoll >= 0) _blocked += Math.Min(now - _lastPoll, MaxPollNanoseconds);
        _lastPoll = now;
        if (_blocked < TimeoutNanoseconds) return false;
        foreach (var input in _inputs)
        {
            if (input is not { IsWaitedFor: true, IsLeftBehind: false } || input.End > _emitted) continue;
            input.IsLeftBehind = true;
            LeftBehind++;
        }

        return true;
    }

    [RealTime]
    private void AddAt(long position, ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            var at = (int)(position % _windowFrames) * _format.Channels;
            var part = Math.Min(samples.Length, _window.Length - at);
            var target = _window.AsSpan(at, part);
            AddTo(target, samples[..part]);
            samples = samples[part..];
            position += part / _format.Channels;
        }
    }

    [RealTime]
    private static void AddTo(Span<float> target, ReadOnlySpan<float> samples)
    {
        var more = MemoryMarshal.Cast<float, Vector<float>>(samples);
        var sums = MemoryMarshal.Cast<float, Vector<float>>(target);
        for (var i = 0; i < sums.Length; i++) sums[i] += more[i];
        for (var i = sums.Length * Vector<float>.Count; i < target.Length; i++) target[i] += samples[i];
    }

    [RealTime]
    private void TakeAt(long position, Span<float> destination)
    {
        while (destination.Length > 0)
        {
            var at = (int)(position % _windowFrames) * _format.Channels;
            var part = Math.Min(destination.Length, _window.Length - at);
            var source = _window.AsSpan(at, part);
            source.CopyTo(destination);
            source.Clear();
            destination = destination[part..];
            position += part / _format.Channels;
        }
    }

    private sealed class MixedInput
    {
        public long End;
        public bool IsWaitedFor;
        public bool IsPlaced;
        public bool IsLeftBehind;
    }
}
