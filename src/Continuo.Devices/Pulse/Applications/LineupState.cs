using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>Result of an <see cref="InputLineup{T}"/>'s comparisons for one stream.</summary>
[RealTime]
internal sealed class LineupState
{
    /// <summary>Number of comparisons before a new stream is placed, each one period of the graph.</summary>
    public const int PlacementComparisons = 3;

    /// <summary>Number of consecutive comparisons in which a stream must be behind to have lost frames.</summary>
    public const int LossComparisons = 16;

    /// <summary>How long a new stream is held back at most. The mixer waits longer.</summary>
    public const long TimeoutNanoseconds = 100_000_000;

    private long _end;
    private int _stale;
    private int _comparisons;
    private long _longest;
    private long _since = -1;
    private int _behind;
    private long _leastLag;

    /// <summary>
    /// Position of the stream's frame 0 according to the best comparison; <see langword="null"/> if there was nothing to compare with.
    /// </summary>
    public long? Start { get; private set; }

    /// <summary>
    /// Whether frames have arrived recently. One iteration without frames is not a standstill: the messages of one period may be handled in
    /// two iterations.
    /// </summary>
    public bool IsFresh => _end > 0 && _stale <= 1;

    /// <summary>Records how far the stream has come.</summary>
    public void Advance(long end)
    {
        _stale = end > _end ? 0 : Math.Min(_stale + 1, 2);
        _end = end;
    }

    /// <summary>Adds a comparison of a new stream.</summary>
    /// <param name="waited">How long nothing had arrived.</param>
    /// <param name="start">Position of its frame 0, if it is as far as the others.</param>
    public void Compare(long waited, long? start)
    {
        _comparisons++;
        if (start is null || (Start is not null && waited <= _longest)) return;
        (Start, _longest) = (start, waited);
    }

    /// <summary>Whether the new stream was compared often enough, or has waited too long.</summary>
    public bool IsDecided(long now)
    {
        if (_since < 0) _since = now;
        return _comparisons >= PlacementComparisons || now - _since > TimeoutNanoseconds;
    }

    /// <summary>Adds a comparison of a placed stream.</summary>
    /// <param name="frames">How far it is behind the others.</param>
    /// <param name="least">A smaller difference is not a loss.</param>
    /// <returns>Number of frames lost.</returns>
    public long Lag(long frames, long least)
    {
        _leastLag = _behind == 0 ? frames : Math.Min(_leastLag, frames);
        _behind = frames < least ? 0 : _behind + 1;
        if (_behind < LossComparisons) return 0;
        _behind = 0;
        return _leastLag;
    }

    /// <summary>Clears the knowledge of its position: it is placed, and compared again if it becomes a new stream again.</summary>
    public void Restart() => (Start, _comparisons, _longest, _since, _behind) = (null, 0, 0, -1, 0);
}
