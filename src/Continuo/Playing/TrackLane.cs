using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Playing;

/// <summary>
/// The ring through which one track comes from the disk to the mix. Each track has two: from one it is played while a seek fills
/// the other. The reading thread appends, the mixing thread reads; which lane belongs to whom, <see cref="LaneOffer"/> decides.
/// </summary>
internal sealed class TrackLane : IDisposable
{
    private readonly AudioRing _ring;
    private readonly RingReader _reader;
    private readonly float[] _chunk;
    private readonly int _channels;

    // The mixing thread's: what it has not yet read of the chunk at hand.
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

    /// <summary>Whether one more chunk fits. For the reading thread.</summary>
    public bool HasRoom => _ring.FurthestLag < _ring.Capacity - 1;

    /// <summary>The index at which the track ends; beyond all others while it is not known.</summary>
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

    /// <summary>Says that nothing follows. For the reading thread.</summary>
    /// <param name="failed">Whether the audio breaks off here, instead of coming to its end.</param>
    public void Finish(bool failed)
    {
        _failed = failed;
        Volatile.Write(ref _end, Written);
    }

    /// <summary>
    /// Reads the frames from <paramref name="index"/> on, as far as they are there; what lies before is skipped. For the mixing thread.
    /// </summary>
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
    /// Whether silence is right after the <paramref name="got"/> frames that were read from <paramref name="index"/> on. Where audio
    /// broke off it is not yet, so that
    /// the mixer hides the break.
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
