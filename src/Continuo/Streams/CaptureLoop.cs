using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rings;
using Continuo.Sources;
using Continuo.Threading;

namespace Continuo.Streams;

/// <summary>
/// The work of a capture thread, one step at a time: reads the source, places the audio on the timeline, writes it to the ring, paces
/// sources without a clock, and reopens a lost source. Has no thread of its own, so that a simulation can drive it.
/// </summary>
internal sealed class CaptureLoop
{
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RoomTimeout = TimeSpan.FromMilliseconds(1);

    // A paced source that is later than this was suspended with its process: it continues from now.
    private const long StandstillNanoseconds = 500_000_000;

    // A source without audio must wait by itself; for one that returns at once, the loop waits.
    private const int EmptyReadsInARow = 3;
    private const long EmptyReadNanoseconds = 1_000_000;
    private const long EmptyReadPause = 2_000_000;


    private readonly IAudioSource _source;
    private readonly AudioRing _ring;
    private readonly StreamOptions _options;
    private readonly MonotonicClock _clock;
    private readonly WakeSignal _stop;
    private readonly CaptureTimeline _timeline;
    private readonly ChunkAssembler _assembler;
    private readonly float[] _block;
    private readonly int _channels;
    private bool _begun;
    private int _emptyReads;
    private TimeSpan _backOff;

    public CaptureLoop(IAudioSource source, AudioRing ring, StreamOptions options, WakeSignal stop)
    {
        _source = source;
        _ring = ring;
        _options = options;
        _clock = options.Clock;
        _stop = stop;
        _channels = ring.Format.Channels;
        _timeline = new CaptureTimeline(ring.Format);
        _assembler = new ChunkAssembler(ring, _clock, _timeline, Counters, options.SilenceThresholdDb);
        _block = GC.AllocateArray<float>(ring.ChunkFrames * _channels, pinned: true);
        Counters.LastArrival = _clock.Now;
    }

    public CaptureCounters Counters { get; } = new();

    /// <summary>State of the loop. Written by its thread; thread-safe.</summary>
    public CaptureState State { get; private set; }

    /// <summary>The failure that ended it.</summary>
    public AudioException? Failure { get; private set; }

    /// <summary>Why the lost source cannot be reopened at present.</summary>
    public AudioException? LastReopenError { get; private set; }

    /// <summary>Performs one step. Blocks as long as the source blocks, at most a tenth of a second.</summary>
    /// <returns>Whether there is more to do.</returns>
    public bool Step()
    {
        try
        {
            if (State == CaptureState.Reopening) return Reopen();
            return !_stop.IsSet && Capture();
        }
        catch (AudioException e)
        {
            Failure = e;
            return false;
        }
        catch (OperationCanceledException) when (_stop.IsSet)
        {
            return false; // interrupted by the stop
        }
        catch (Exception e)
        {
            Failure = Unexpected(e);
            return false;
        }
    }

    /// <summary>After the last step: writes the partial chunk and the time still to fill, and ends the ring.</summary>
    public void Finish()
    {
        if (_source.Pace == SourcePace.Device)
        {
            var (fill, gap) = _timeline.Finish(_clock.Now);
            _assembler.AppendGap(gap);
            _assembler.AppendSilence(fill);
        }

        // A paced chunk whose time has not come yet lies in the future; the last part of an ended source does not.
        if (_source.Pace != SourcePace.Free || !_stop.IsSet) _assembler.Flush();
        State = Failure is null ? CaptureState.Ended : CaptureState.Failed;
        _ring.Complete();
    }

    /// <summary>Ends the ring after an exception that is not an <see cref="AudioException"/>.</summary>
    public void Fail(Exception fault)
    {
        Failure = Unexpected(fault);
        State = CaptureState.Failed;
        _ring.Complete();
    }

    /// <summary>
    /// Boundary of real-time code: the source's read and the pacing's wait happen here; processing of the audio is marked.
    /// </summary>
    private bool Capture()
    {
        var pace = _source.Pace;
        if (!_begun && pace != SourcePace.Device) Begin();

        var room = pace == SourcePace.Free ? _assembler.Space : _ring.ChunkFrames;
        var begun = _clock.Now;
        var read = _source.Read(_block.AsSpan(0, room * _channels), ReadTimeout);
        Counters.Reads++;
        if (read.Frames > 0) _emptyReads = 0;
        switch (read.Status)
        {
            case SourceStatus.Data when read.Frames == 0 && read.GapFrames == 0:
            case SourceStatus.Nothing:
                return WaitIfEmpty(begun);
            case SourceStatus.Data:
                Counters.ReadsWithAudio++;
                if (pace == SourcePace.Free && !WaitForTurn(read.Frames)) return false;
                Take(read, pace);
                return true;
            case SourceStatus.Idle:
                Arrived();
                var (fill, gap) = _timeline.Idle(read.CaptureTime);
                _assembler.AppendGap(gap);
                _assembler.AppendSilence(fill);
                return WaitIfEmpty(begun);
            case SourceStatus.Lost:
                return Lose();
            default:
                return false;
        }
    }

    [RealTime]
    private void Take(in SourceRead read, SourcePace pace)
    {
        Arrived();
        var samples = _block.AsSpan(0, read.Frames * _channels);
        var reported = new Gap(read.GapFrames, 0, read.GapReason);
        if (pace == SourcePace.Device && read.CaptureTime >= 0)
        {
            var (fill, gap) = _timeline.Place(read.Frames, read.CaptureTime, reported);
            _assembler.AppendGap(gap);
            _assembler.AppendSilence(fill);
            Counters.DriftPpm = _timeline.DriftPpm;
        }
        else
        {
            _assembler.AppendGap(reported);
            _timeline.Advance(read.Frames + reported.Frames);
        }

        _assembler.Append(samples);
    }

    [RealTime]
    private void Arrived()
    {
        Counters.LastArrival = _clock.Now;
        State = CaptureState.Capturing;
    }

    /// <summary>
    /// Paces a source without a clock: its frames exist when the last of them would have been played. Unpaced, it is limited only by its
    /// readers, none of which loses anything.
    /// </summary>
    private bool WaitForTurn(int frames)
    {
        if (_options.Pacing == Pacing.Clock)
        {
            if (_assembler.Space > frames) return true;
            var due = _timeline.CaptureTimeOf(_timeline.Position + frames);
            SkipStandstill(_clock.Now - due);
            return _clock.WaitUntil(due, _stop);
        }

        while (_ring.FurthestLag >= _ring.Capacity - 1)
        {
            if (!_clock.WaitUntil(_clock.DeadlineIn(RoomTimeout), _stop)) return false;
        }

        return true;
    }

    /// <summary>Skips the time for which the whole process was suspended; otherwise the source would deliver it all at once.</summary>
    [RealTime]
    private void SkipStandstill(long late)
    {
        if (late < StandstillNanoseconds) return;
        var gap = new Gap(_ring.Format.ToFrames(late), 0, GapReason.Device);
        _assembler.AppendGap(gap);
        _timeline.Advance(gap.Frames);
    }

    /// <summary>Waits on behalf of a source that returns nothing without having waited.</summary>
    private bool WaitIfEmpty(long begun)
    {
        _emptyReads = _clock.Now - begun < EmptyReadNanoseconds ? _emptyReads + 1 : 0;
        return _emptyReads < EmptyReadsInARow || !_stop.Wait(EmptyReadPause); // not by the stream's clock, which may be simulated
    }

    /// <summary>The failure for an exception that a source must not throw.</summary>
    private AudioException Unexpected(Exception fault)
    {
        string description;
        try
        {
            description = _source.Description;
        }
        catch (Exception)
        {
            description = "the source";
        }

        var what = fault is OperationCanceledException
            ? "the source was cancelled, but not by the stream"
            : "the source failed unexpectedly";
        return new AudioException(AudioErrorCode.InputOutput, description, $"{what} ({fault.Message.TrimEnd('.')})",
            "Check the source, or report it", fault);
    }

    private void Begin()
    {
        _begun = true;
        _timeline.Begin(_clock.Now);
    }

    private bool Lose()
    {
        if (_stop.IsSet) return false;
        _assembler.Flush(); // the partial chunk must not wait for the end of the outage
        _timeline.Lose();
        _backOff = _options.MinReconnectDelay;
        State = CaptureState.Reopening;
        return true;
    }

    private bool Reopen()
    {
        if (!_clock.WaitUntil(_clock.DeadlineIn(_backOff), _stop)) return false;
        try
        {
            _source.Open();
            Counters.Reopened++;
            Counters.LastArrival = _clock.Now;
            LastReopenError = null;
            State = CaptureState.Capturing;
        }
        catch (AudioException e)
        {
            // Try again; the reason and the count are visible in the statistics.
            LastReopenError = e;
            Counters.FailedReopens++;
            _backOff = TimeSpan.FromTicks(Math.Min(_backOff.Ticks * 2, _options.MaxReconnectDelay.Ticks));
        }

        return true;
    }
}
