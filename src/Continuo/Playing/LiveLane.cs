using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Playing;

/// <summary>How a track reads a ring that someone else writes: what comes next, as it comes. For the mixing thread.</summary>
internal sealed class LiveLane : IDisposable
{
    private readonly RingReader _reader;
    private readonly float[] _chunk;
    private readonly int _channels;
    private int _chunkFrames;
    private int _chunkAt;

    public LiveLane(RingReader reader)
    {
        _reader = reader;
        _channels = reader.Ring.Format.Channels;
        _chunk = GC.AllocateArray<float>(reader.Ring.ChunkFrames * _channels, pinned: true);
    }

    /// <summary>Whether the writer has ended and all was read.</summary>
    [RealTime]
    public bool IsOver { get; private set; }

    [RealTime]
    public int Read(Span<float> destination)
    {
        var (wanted, done) = (destination.Length / _channels, 0);
        while (done < wanted)
        {
            if (_chunkAt >= _chunkFrames)
            {
                var status = _reader.TryRead(_chunk, out var header, out _);
                IsOver = status == ReadStatus.End;
                if (status != ReadStatus.Chunk) break;
                (_chunkFrames, _chunkAt) = (header.Frames, 0);
            }

            var frames = Math.Min(wanted - done, _chunkFrames - _chunkAt);
            _chunk.AsSpan(_chunkAt * _channels, frames * _channels).CopyTo(destination[(done * _channels)..]);
            done += frames;
            _chunkAt += frames;
        }

        return done;
    }

    public void Dispose() => _reader.Dispose();
}
