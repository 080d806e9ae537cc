using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>
/// From where on the tracks are read, and in what order: a straight line from the start, or one that turns back at a loop's end. Places on
/// the line are counted from its start ("index"), places in the piece from the piece's ("song"). Every seek makes a new one: a value, so that seeking allocates nothing.
/// </summary>
/// <param name="Epoch">Its number, from 1; 0 for none.</param>
/// <param name="Start">The song frame at index 0.</param>
/// <param name="Loop">Where to turn back, if the start lies before its end.</param>
/// <param name="Tracks">Which tracks.</param>
/// <param name="ContinuesEpoch">The plan whose audio this one goes on with, 0 for none: it is entered where that one is left.</param>
/// <param name="ContinuesFrom">The index of that plan at which this one starts.</param>
internal readonly record struct FeedPlan(long Epoch, long Start, LoopRegion? Loop, PlayerTrack[] Tracks, long ContinuesEpoch = 0, long ContinuesFrom = 0)
{
    /// <summary>Nothing to play.</summary>
    public static readonly FeedPlan None = new(0, 0, null, []);

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

    /// <summary>The next index after <paramref name="index"/> at which the line turns back.</summary>
    [RealTime]
    public long TurnAfter(long index) => Turns ? index + Loop.GetValueOrDefault().End - SongAt(index) : long.MaxValue;
}
