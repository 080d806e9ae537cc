using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rings;

namespace Continuo.Ipc;

/// <summary>
/// A ring that is written in pieces of any length, as by a sink: chunks of 10 ms, with positions from the frame count and times smoothed by
/// a delay-locked loop. One thread writes.
/// </summary>
internal sealed class RingFeed : IDisposable
{
    private const int Chunks = 200;

    private readonly MonotonicClock _clock;
    private readonly DelayLockedLoop _loop;
    private readonly float[] _chunk;
    private int _filled;
    private long _position;

    public RingFeed(AudioFormat format, MonotonicClock clock)
    {
        _clock = clock;
        _loop = new DelayLockedLoop(format.SampleRate);
        Ring = new AudioRing(format, Math.Max(1, format.SampleRate / 100), Chunks);
        _chunk = new float[Ring.ChunkFrames * format.Channels];
    }

    public AudioRing Ring { get; }

    /// <summary>Number of frames written.</summary>
    public long Frames => _position + _filled / Ring.Format.Channels;

    /// <summary>Writes frames × channels. Never waits or allocates.</summary>
    public void Write(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            var part = Math.Min(samples.Length, _chunk.Length - _filled);
            samples[..part].CopyTo(_chunk.AsSpan(_filled));
            samples = samples[part..];
            _filled += part;
            if (_filled == _chunk.Length) Commit();
        }
    }

    /// <summary>Writes the partial chunk, and ends the ring.</summary>
    public void Complete()
    {
        if (_filled > 0) Commit();
        Ring.Complete();
    }

    public void Dispose() => Ring.Dispose();

    private void Commit()
    {
        // The chunk's last frame is assumed to have been captured just now.
        var frames = _filled / Ring.Format.Channels;
        var began = _clock.Now - Ring.Format.ToNanoseconds(frames);
        if (_position == 0) _loop.Reset(0, began);
        else _loop.Update(_position, began);
        Ring.Write(_chunk.AsSpan(0, _filled),
            new ChunkHeader { Position = _position, CaptureTime = Math.Max(0, _loop.TimeOf(_position)), CommitTime = _clock.Now });
        _position += frames;
        _filled = 0;
    }
}
