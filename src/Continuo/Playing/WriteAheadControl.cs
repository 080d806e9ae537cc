using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Playing;

/// <summary>
/// Decides how far ahead an output writes, from the times at which blocks were written: one block, plus what the pauses of the process
/// need. A pause is the time by which a block is written later than the previous one lasts: a garbage collection, a busy machine, a device
/// that requests much at once.
/// </summary>
/// <remarks>
/// <para>The write-ahead grows at once when a pause or an underrun shows that it is too short. It shrinks by a tenth per second after 30 s
/// without such an event, down to a block plus 1.25 × the 99.9th percentile of the last 30…60 s. If that soon turns out to be too short,
/// the next wait is twice as long.</para>
/// <para>One thread updates it; <see cref="Statistics"/> is thread-safe. Only the constructor allocates.</para>
/// </remarks>
internal sealed class WriteAheadControl
{
    private const double Margin = 1.25;
    private const long Second = 1_000_000_000;
    private const long HalfWindow = 30 * Second;
    private const long ShortestCalm = 30 * Second;
    private const long LongestCalm = 600 * Second;

    private readonly AudioFormat _format;
    private readonly int _blockFrames;
    private readonly long _blockTime;
    private readonly int _least;
    private readonly int _most;

    private readonly LogHistogram _pauses = new();
    private readonly HistogramSnapshot _earlier = new(); // at the start of the window
    private readonly HistogramSnapshot _middle = new();
    private readonly HistogramSnapshot _window = new();

    private readonly long _outage; // a longer pause could not be covered by any allowed write-ahead
    private long _calmAfterOutage;
    private long _lastWrite = -1;
    private long _allowance; // a shorter write-ahead is reached by waiting, which is not a pause
    private long _nextLook;
    private long _nextTurn;
    private long _disturbedAt;
    private long _shrunkAt = long.MinValue / 2;
    private long _calm = ShortestCalm;

    // Published for statistics, each value on its own.
    private int _ahead;
    private int _cause;
    private long _causingPause;
    private long _p999;
    private long _longest;
    private long _growths;
    private long _shrinks;

    /// <param name="format">Format of the output.</param>
    /// <param name="blockFrames">Frames per write.</param>
    /// <param name="least">Initial and minimum write-ahead.</param>
    /// <param name="most">Maximum write-ahead.</param>
    public WriteAheadControl(AudioFormat format, int blockFrames, TimeSpan least, TimeSpan most)
    {
        (_format, _blockFrames, _blockTime) = (format, blockFrames, format.ToNanoseconds(blockFrames));
        _least = (int)format.ToFrames(least);
        _most = Math.Max(_least, (int)format.ToFrames(most));
        _ahead = _least;
        _outage = 2 * format.ToNanoseconds(_most);
    }

    /// <summary>Number of frames to write ahead. Thread-safe.</summary>
    public int AheadFrames => Volatile.Read(ref _ahead);

    /// <summary>Statistics. Thread-safe.</summary>
    public WriteAheadStatistics Statistics => new(
        _format.ToTime(AheadFrames),
        _format.ToTime(_least),
        _format.ToTime(_most),
        (WriteAheadCause)Volatile.Read(ref _cause),
        Time(Volatile.Read(ref _causingPause)),
        Time(Volatile.Read(ref _p999)),
        Time(Volatile.Read(ref _longest)),
        Volatile.Read(ref _growths),
        Volatile.Read(ref _shrinks));

    /// <summary>The sink has a fixed buffer: the write-ahead is not controlled.</summary>
    /// <param name="frames">The sink's buffer in frames.</param>
    public void Fix(long frames)
    {
        Volatile.Write(ref _ahead, (int)frames);
        Volatile.Write(ref _cause, (int)WriteAheadCause.Fixed);
    }

    /// <summary>Writing restarts: the time since the last block is not a pause.</summary>
    public void Restart() => _lastWrite = -1;

    /// <summary>Records that a block has been written.</summary>
    /// <param name="now">Current time in nanoseconds.</param>
    /// <param name="ranDry">Whether the device ran dry before it.</param>
    /// <returns>Whether <see cref="AheadFrames"/> has changed.</returns>
    public bool Written(long now, bool ranDry)
    {
        var pause = PauseBefore(now);
        _lastWrite = now;
        if ((WriteAheadCause)_cause == WriteAheadCause.Fixed) return false;
        var before = _ahead;
        if (pause > _outage) _calmAfterOutage = now + Second;
        if (now < _calmAfterOutage)
        {
            // The device, its server or the whole process was suspended: no allowed write-ahead would have covered that.
            _disturbedAt = now;
            return false;
        }

        if (ranDry) Grow(Math.Max(Needed(pause), before + (before / 2)), WriteAheadCause.Underrun, pause, now);
        else if (Needed(pause) > before) Grow(Needed(pause), WriteAheadCause.LongPause, pause, now);
        else if (Needed(pause) > before - _blockFrames) _disturbedAt = now; // it was just enough
        if (now >= _nextLook) Look(now);
        return _ahead != before;
    }

    private static TimeSpan Time(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / 100);

    private long PauseBefore(long now)
    {
        if (_lastWrite < 0)
        {
            (_disturbedAt, _nextLook, _nextTurn) = (now, now + Second, now + HalfWindow);
            return 0;
        }

        var over = Math.Max(0, now - _lastWrite - _blockTime);
        var allowed = Math.Min(over, _allowance);
        _allowance -= allowed;
        var pause = over - allowed;
        if (pause <= _outage) _pauses.Record(pause);
        if (pause > _longest) Volatile.Write(ref _longest, pause);
        return pause;
    }

    private int Needed(long pause) => _blockFrames + (int)Math.Min(int.MaxValue / 2, _format.ToFrames((long)(pause * Margin)));

    private void Grow(int frames, WriteAheadCause cause, long pause, long now)
    {
        // Too short again, soon after it was reduced: the next calm period must last longer.
        if (now - _shrunkAt < 2 * _calm) _calm = Math.Min(LongestCalm, 2 * _calm);
        (_disturbedAt, _shrunkAt, _allowance) = (now, long.MinValue / 2, 0);
        frames = Math.Min(frames, _most);
        Volatile.Write(ref _causingPause, pause);
        Volatile.Write(ref _cause, (int)cause);
        if (frames <= _ahead) return;
        Volatile.Write(ref _ahead, frames);
        Volatile.Write(ref _growths, _growths + 1);
    }

    /// <summary>Once a second: computes what the pauses of the last minute need.</summary>
    private void Look(long now)
    {
        _nextLook = now + Second;
        _pauses.CopyTo(_window);
        if (now >= _nextTurn)
        {
            _nextTurn = now + HalfWindow;
            _earlier.CopyFrom(_middle);
            _middle.CopyFrom(_window);
        }

        _window.Subtract(_earlier);
        var p999 = _window.P999;
        Volatile.Write(ref _p999, p999);
        var needed = Math.Clamp(Needed(p999), _least, _most);
        if (needed > _ahead) Grow(needed, WriteAheadCause.Pauses, p999, now);
        else if ((_ahead - needed >= _blockFrames || (needed == _least && _ahead > _least)) && now - _disturbedAt >= _calm)
        {
            Shrink(Math.Max(needed, _ahead - Math.Max(_blockFrames, _ahead / 10)), now);
        }
    }

    private void Shrink(int frames, long now)
    {
        _allowance += _format.ToNanoseconds(_ahead - frames);
        _shrunkAt = now;
        Volatile.Write(ref _cause, (int)(frames == _least ? WriteAheadCause.Options : WriteAheadCause.Calm));
        Volatile.Write(ref _ahead, frames);
        Volatile.Write(ref _shrinks, _shrinks + 1);
    }
}
