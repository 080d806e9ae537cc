using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>
/// Which frame of the piece went out with which frame of the output: one mark for every jump, start and halt, so that what is heard can
/// be told although it was mixed a while ago. One thread marks, any looks up.
/// </summary>
internal sealed class PositionLog
{
    private const int Capacity = 256; // a power of two; older marks than these are forgotten

    private readonly Mark[] _marks = new Mark[Capacity];
    private int _version; // odd while marks change
    private long _count;

    private record struct Mark(long OutputFrame, long Song, bool Moves);

    /// <summary>From this output frame on, the piece is at <paramref name="song"/> and moves, or stands. Real-time-safe.</summary>
    [RealTime]
    public void Add(long outputFrame, long song, bool moves)
    {
        Volatile.Write(ref _version, _version + 1);
        Volatile.WriteBarrier();
        _marks[_count & (Capacity - 1)] = new Mark(outputFrame, song, moves);
        _count++;
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>The frame of the piece that an output frame carries. Thread-safe; lock-free.</summary>
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
