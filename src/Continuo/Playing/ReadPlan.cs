using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>
/// Where and in what order the tracks are read: a straight line from the start, or one that wraps at a loop's end. Positions on the line
/// are counted from its start ("index"), positions in the piece from the piece's beginning ("song"). Every seek creates a new plan; a value
/// type, so that seeking does not allocate.
/// </summary>
/// <param name="Epoch">Its number, from 1; 0: none.</param>
/// <param name="Start">The song frame at index 0.</param>
/// <param name="Loop">The loop, if the start lies before its end.</param>
/// <param name="Tracks">The tracks.</param>
/// <param name="ContinuesEpoch">The plan that this one continues; 0: none. It starts where the other is left.</param>
/// <param name="ContinuesFrom">The index of the continued plan at which this one starts.</param>
internal readonly record struct ReadPlan(
    long Epoch,
    long Start,
    LoopRegion? Loop,
    PlayerTrack[] Tracks,
    long ContinuesEpoch = 0,
    long ContinuesFrom = 0)
{
    /// <summary>Nothing to play.</summary>
    public static readonly ReadPlan None = new(0, 0, null, []);

    private bool Turns
    {
        [RealTime]
        get => Loop is { } loop && Start < loop.End;
    }

    /// <summary>The song frame at an index.</summary>
    [RealTime]
    public long SongAt(long index)
    {
        if (!Turns) return Start + index;
        var loop = Loop.GetValueOrDefault();
        var past = Start + index - loop.End;
        return past < 0 ? Start + index : loop.Start + past % (loop.End - loop.Start);
    }

    /// <summary>The next index after <paramref name="index"/> at which the line wraps.</summary>
    [RealTime]
    public long TurnAfter(long index) => Turns ? index + Loop.GetValueOrDefault().End - SongAt(index) : long.MaxValue;
}
