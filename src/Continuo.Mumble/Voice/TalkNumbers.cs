using Continuo.Diagnostics;

namespace Continuo.Mumble.Voice;

/// <summary>
/// Gives packets that arrive from elsewhere the frame numbers of one Mumble user, in units of 10 ms. Numbers never go back: clients drop
/// what lies before the place that they play. A missing packet leaves its numbers out, and one that arrives late gets them while a client
/// can still use it. When the sender begins a new timeline, the numbers continue. One thread at a time.
/// </summary>
internal sealed class TalkNumbers
{
    /// <summary>Units by which a timeline may jump before it counts as a new one: half a second.</summary>
    private const int MaxJump = 50;

    /// <summary>Consecutive packets from before by which a new timeline is recognized: a single one is only very late.</summary>
    private const int NewTimeline = 3;

    /// <summary>Longest pause whose numbers are left out as they are: ten minutes.</summary>
    private const int MaxPause = 60_000;

    private long _offset;
    private long _start; // number at which the present timeline begins
    private ulong _sent; // bit n: the packet that begins n + 1 units before the next number
    private int _back;
    private bool _isNew = true;

    /// <summary>Number after the newest packet.</summary>
    [RealTime]
    public long Next { get; private set; }

    /// <summary>Numbers a packet.</summary>
    /// <param name="unit">Position of the packet on the sender's timeline.</param>
    /// <param name="units">Its length.</param>
    /// <param name="number">Its frame number.</param>
    /// <returns>False if it is a repetition, or too late.</returns>
    [RealTime]
    public bool TryPlace(long unit, int units, out long number)
    {
        number = unit + _offset;
        _back = !_isNew && number < Next - MaxJump ? _back + 1 : 0;
        if (_back is > 0 and < NewTimeline) return false;
        if (_isNew || _back > 0 || number > Next + MaxJump) Begin(unit);
        number = unit + _offset;
        if (number >= Next)
        {
            var shift = (int)(number + units - Next);
            _sent = (shift >= 64 ? 0 : _sent << shift) | Bit(units);
            Next = number + units;
            return true;
        }

        var bit = Bit((int)Math.Min(Next - number, int.MaxValue));
        if (number < _start || bit == 0 || (_sent & bit) != 0) return false;
        _sent |= bit;
        return true;
    }

    /// <summary>Numbers the last packet of a talk. What follows is another talk, and nothing from before is sent any more.</summary>
    /// <param name="units">Its length.</param>
    [RealTime]
    public long End(int units)
    {
        var number = Next;
        Next += units;
        _isNew = true;
        return number;
    }

    [RealTime]
    private static ulong Bit(int unitsBack) => unitsBack is >= 1 and <= 64 ? 1UL << (unitsBack - 1) : 0;

    [RealTime]
    private void Begin(long unit)
    {
        if (Next == 0 || unit + _offset < Next || unit + _offset > Next + MaxPause) _offset = Next - unit;
        (_start, _sent, _back, _isNew) = (unit + _offset, 0, 0, false);
    }
}
