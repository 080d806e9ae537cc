using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>
/// Maps output frames to frames of the piece: one mark per jump, start and pause, so that the position that is heard can be computed
/// although it was mixed earlier. One thread adds marks, any thread reads.
/// </summary>
internal sealed class PositionLog
{
    private const int Capacity = 256; // a power of two; older marks are dropped

    private readonly Mark[] _marks = new Mark[Capacity];
    private int _version; // odd while marks change
    private long _count;

    private record struct Mark(long OutputFrame, long Song, bool Moves);

    /// <summary>
    /// From this output frame on, the piece is at <paramref name="song"/> and either advances or does not. Real-time-safe.
    /// </summary>
    [RealTime]
    public void Add(long outputFrame, long song, bool moves)
    {
        Volatile.Write(ref _version, _version + 1);
        Volatile.WriteBarrier();
        _marks[_count & (Capacity - 1)] = new Mark(outputFrame, song, moves);
        _count++;
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>The frame of the piece at an output frame. Thread-safe; lock-free.</summary>
    public long SongAt(long outputFrame)
    {
        while (true)
        {
            var version = Volatile.Read(ref _version);
            var song = 0L;
            for (var i = _count - 1; i >= Math.Max(0, _count - Capacity); i--)
            {
                var mark = _marks[i & (Capacity - 1)];
                song = mark.Song + (mark.Moves ? Math.Max(0, outputFrame - mark.OutputFrame) : 0);
                if (mark.OutputFrame <= outputFrame) break;
            }

            Volatile.ReadBarrier();
            if ((version & 1) == 0 && version == Volatile.Read(ref _version)) return song;
        }
    }
}
