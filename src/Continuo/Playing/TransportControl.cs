using System.Globalization;
using Continuo.Audio;
using Continuo.Dsp;
using Continuo.Rings;

namespace Continuo.Playing;

/// <summary>
/// The control side of a <see cref="Player"/>: keeps its tracks, creates plans and numbers commands. Commands do not allocate.
/// </summary>
/// <remarks>Thread-safe; only controlling threads take the lock.</remarks>
internal sealed class TransportControl(AudioFormat format, Transport transport, TrackReader reader)
{
    private readonly Lock _control = new();
    private TransportCommand _last = new(0, TransportMode.Stopped, ReadPlan.None);
    private PlayerTrack[] _tracks = [];
    private LoopRegion? _loop;
    private long _epoch;
    private long _cue;
    private int _lastTrack;
    private bool _isClosed;

    /// <summary>Called after every command.</summary>
    public Action Wake { get; init; } = static () => { };

    public PlayerTrack[] Tracks => Volatile.Read(ref _tracks);

    /// <summary>Where playback begins after a stop.</summary>
    public long Cue => Volatile.Read(ref _cue);

    /// <summary>The current command.</summary>
    public SeqLock<TransportCommand> Command { get; } = new();

    /// <summary>Length of the longest track in frames; −1 if a track is endless or its length is unknown.</summary>
    public long Length
    {
        get
        {
            var length = 0L;
            foreach (var track in Tracks)
            {
                if (track.Length < 0) return -1;
                length = Math.Max(length, track.Length);
            }

            return length;
        }
    }

    public PlayerState State => StateOf(Command.Get());

    public LoopRegion? Loop
    {
        get
        {
            lock (_control) return _loop;
        }

        set
        {
            value?.Validate(Fade.FramesAt(format.SampleRate));
            lock (_control)
            {
                _loop = value;
                if (IsUnderWay) Publish(_last.Mode, Continuing());
            }
        }
    }

    private bool IsUnderWay => StateOf(_last) is PlayerState.Playing or PlayerState.Paused;

    public void Add(PlayerTrack track)
    {
        lock (_control)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            track.Id = ++_lastTrack;
            track.Since = _epoch + 1;
            Volatile.Write(ref _tracks, [.. _tracks, track]);
            if (IsUnderWay) Publish(_last.Mode, Continuing());
        }
    }

    /// <summary>Removes a track from the plans; <see langword="false"/> if it is not there.</summary>
    public bool Remove(PlayerTrack track)
    {
        lock (_control)
        {
            if (!_tracks.Contains(track)) return false;
            Volatile.Write(ref _tracks, [.. _tracks.Where(t => t != track)]);
            reader.Free(track, _epoch + 1);
            if (IsUnderWay) Publish(_last.Mode, Continuing());
            return true;
        }
    }

    public long Play()
    {
        lock (_control)
        {
            return StateOf(_last) switch
            {
                PlayerState.Playing => _last.Number,
                PlayerState.Paused => Publish(TransportMode.Playing, _last.Plan),
                _ => Publish(TransportMode.Playing, NewPlan(_cue)),
            };
        }
    }

    public long PlayFrom(long frame)
    {
        CheckPosition(frame);
        lock (_control) return Publish(TransportMode.Playing, NewPlan(frame));
    }

    public long Pause()
    {
        lock (_control) return StateOf(_last) == PlayerState.Playing ? Publish(TransportMode.Paused, _last.Plan) : _last.Number;
    }

    public long Resume()
    {
        lock (_control) return StateOf(_last) == PlayerState.Paused ? Publish(TransportMode.Playing, _last.Plan) : _last.Number;
    }

    public long Stop()
    {
        lock (_control)
        {
            Volatile.Write(ref _cue, 0);
            return Publish(TransportMode.Stopped, _last.Plan);
        }
    }

    public long Seek(long frame)
    {
        CheckPosition(frame);
        lock (_control)
        {
            if (IsUnderWay) return Publish(_last.Mode, NewPlan(frame));
            Volatile.Write(ref _cue, frame);
            return Publish(TransportMode.Stopped, _last.Plan);
        }
    }

    /// <summary>Refuses further commands.</summary>
    public void Close()
    {
        lock (_control) _isClosed = true;
    }

    public PlayerState StateOf(in TransportCommand command) => command.Mode switch
    {
        TransportMode.Stopped => PlayerState.Stopped,
        TransportMode.Paused => PlayerState.Paused,
        _ => transport.Ended == command.Number ? PlayerState.Ended : PlayerState.Playing,
    };

    /// <summary>Called under the lock.</summary>
    private long Publish(TransportMode mode, in ReadPlan plan)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (plan.Epoch != _last.Plan.Epoch) reader.Follow(plan);
        _last = new TransportCommand(_last.Number + 1, mode, plan);
        Command.Set(_last);
        Wake();
        return _last.Number;
    }

    private ReadPlan NewPlan(long song) => new(++_epoch, song, _loop, _tracks);

    /// <summary>The current plan with other tracks or another loop, starting where the current one is left.</summary>
    private ReadPlan Continuing()
    {
        var (plan, place) = (_last.Plan, transport.Place);
        if (place.Epoch != plan.Epoch) return plan with { Epoch = ++_epoch, Loop = _loop, Tracks = _tracks }; // not yet begun
        var song = plan.SongAt(place.Index);
        return _loop is { } loop && song >= loop.End
            ? NewPlan(loop.Start)
            : NewPlan(song) with { ContinuesEpoch = plan.Epoch, ContinuesFrom = place.Index };
    }

    private void CheckPosition(long frame)
    {
        var length = Length;
        if (frame >= 0 && (length < 0 || frame <= length)) return;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"frame {frame}"),
            "the position is outside the piece",
            length < 0
                ? "Choose 0 or later"
                : string.Create(CultureInfo.InvariantCulture,
                    $"Choose one from 0 to {length} ({format.ToTime(length).TotalSeconds:0.###} s)"));
    }
}
