using Continuo.Diagnostics;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>What the looks of an <see cref="InputLineup{T}"/> have found of one stream.</summary>
[RealTime]
internal sealed class LineupState
{
    /// <summary>Number of times a newcomer is looked at before it is placed: as many periods of the graph.</summary>
    public const int Looks = 3;

    /// <summary>In how many looks on end a stream must be behind to have lost frames.</summary>
    public const int LossLooks = 16;

    /// <summary>How long a newcomer is held back at most. The mixer's patience is longer.</summary>
    public const long PatienceNanoseconds = 100_000_000;

    private long _end;
    private int _stale;
    private int _looks;
    private long _longest;
    private long _since = -1;
    private int _behind;
    private long _leastLag;

    /// <summary>
    /// The place of the stream's frame 0 as the best look has it; <see langword="null"/> when there was nothing to compare with.
    /// </summary>
    public long? Start { get; private set; }

    /// <summary>
    /// Whether frames have come lately. One look without is no standstill: the messages of one period may be taken in two turns.
    /// </summary>
    public bool IsFresh => _end > 0 && _stale <= 1;

    /// <summary>Takes note of how far the stream had come.</summary>
    public void Advance(long end)
    {
        _stale = end > _end ? 0 : Math.Min(_stale + 1, 2);
        _end = end;
    }

    /// <summary>A newcomer was looked at.</summary>
    /// <param name="waited">How long nothing had come.</param>
    /// <param name="start">Where its frame 0 lies if it is as far as the others.</param>
    public void Compare(long waited, long? start)
    {
        _looks++;
        if (start is null || (Start is not null && waited <= _longest)) return;
        (Start, _longest) = (start, waited);
    }

    /// <summary>Whether the newcomer was looked at often enough, or waits too long.</summary>
    public bool IsDecided(long now)
    {
        if (_since < 0) _since = now;
        return _looks >= Looks || now - _since > PatienceNanoseconds;
    }

    /// <summary>A placed stream was looked at.</summary>
    /// <param name="frames">How far it is behind the others.</param>
    /// <param name="least">What is less is no loss.</param>
    /// <returns>Number of frames it has lost for good.</returns>
    public long Lag(long frames, long least)
    {
        _leastLag = _behind == 0 ? frames : Math.Min(_leastLag, frames);
        _behind = frames < least ? 0 : _behind + 1;
        if (_behind < LossLooks) return 0;
        _behind = 0;
        return _leastLag;
    }

    /// <summary>Forgets what is known of its place: it is placed, and if it ever is a newcomer again, looked at anew.</summary>
    public void Restart() => (Start, _looks, _longest, _since, _behind) = (null, 0, 0, -1, 0);
}
