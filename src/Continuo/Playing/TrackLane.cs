using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Playing;

/// <summary>
/// The ring that transfers one track from the disk to the mix. Each track has two: one is played while a seek fills the other. The reading
/// thread appends, the mixing thread reads; <see cref="LaneOffer"/> decides which thread holds which lane.
/// </summary>
internal sealed class TrackLane : IDisposable
{
    private readonly AudioRing _ring;
    private readonly RingReader _reader;
    private readonly float[] _chunk;
    private readonly int _channels;

    // For the mixing thread: the part of the current chunk that it has not read yet.
    private long _chunkIndex;
    private int _chunkFrames;
    private int _chunkAt;

    private long _end = long.MaxValue;
    private bool _failed;

    public TrackLane(AudioFormat format, int chunkFrames, int capacity)
    {
        _ring = new AudioRing(format, chunkFrames, capacity);
        _reader = _ring.OpenReader();
        _chunk = GC.AllocateArray<float>(chunkFrames * format.Channels, pinned: true);
        _channels = format.Channels;
    }

    /// <summary>Number of frames appended. For the reading thread.</summary>
    public long Written { get; private set; }

    /// <summary>Whether another chunk fits. For the reading thread.</summary>
    public bool HasRoom => _ring.FurthestLag < _ring.Capacity - 1;

    /// <summary>The index at which the track ends; <see cref="long.MaxValue"/> while unknown.</summary>
    [RealTime]
    public long End => Volatile.Read(ref _end);

    /// <summary>Empties the lane. For the reading thread, while the mix does not hold it.</summary>
    public void Restart()
    {
        _reader.Shed(long.MaxValue);
        (_chunkIndex, _chunkFrames, _chunkAt) = (0, 0, 0);
        Written = 0;
        _failed = false;
        Volatile.Write(ref _end, long.MaxValue);
    }

    /// <summary>Appends frames, at most a chunk. For the reading thread.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        _ring.Write(samples, new ChunkHeader { Position = Written });
        Written += samples.Length / _channels;
    }

    /// <summary>Marks the end of the audio. For the reading thread.</summary>
    /// <param name="failed">Whether the audio was cut off here by a failure.</param>
    public void Finish(bool failed)
    {
        _failed = failed;
        Volatile.Write(ref _end, Written);
    }

    /// <summary>Reads the available frames from <paramref name="index"/> on; earlier frames are skipped. For the mixing thread.</summary>
    /// <returns>Number of frames read.</returns>
    [RealTime]
    public int Read(long index, Span<float> destination)
    {
        var (wanted, done) = (destination.Length / _channels, 0);
        while (done < wanted)
        {
            if (_chunkAt >= _chunkFrames)
            {
                if (_reader.TryRead(_chunk, out var header, out _) != ReadStatus.Chunk) break;
                (_chunkIndex, _chunkFrames, _chunkAt) = (header.Position, header.Frames, 0);
            }

            var from = index + done - _chunkIndex;
            if (from < 0) break;
            _chunkAt = (int)Math.Min(from, _chunkFrames);
            var frames = Math.Min(wanted - done, _chunkFrames - _chunkAt);
            _chunk.AsSpan(_chunkAt * _channels, frames * _channels).CopyTo(destination[(done * _channels)..]);
            done += frames;
            _chunkAt += frames;
        }

        return done;
    }

    /// <summary>
    /// Whether silence is correct after the <paramref name="got"/> frames read from <paramref name="index"/> on. Not after a failure, so
    /// that the mixer conceals the break.
    /// </summary>
    [RealTime]
    public bool IsOver(long index, int got)
    {
        var end = End;
        return _failed ? end < index : end <= index + got;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _ring.Dispose();
    }
}
