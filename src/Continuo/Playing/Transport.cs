using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Mixing;
using Continuo.Rings;

namespace Continuo.Playing;

/// <summary>
/// The audio side of a <see cref="Player"/>: takes over commands at a block's boundary, brings the tracks' audio to the mixer and has it
/// mixed. Blocks
/// are mixed in pieces, so that turns, ends and fades fall on their very frame whatever the block's size.
/// </summary>
/// <remarks>
/// Every start, halt and jump is a fade of 5 ms of the audio itself: who pauses hears 5 ms more, and goes on behind them. For a jump
/// the old audio goes on until the new is there, for 30 ms at most, then fades out; what overlaps is a cross-fade.
/// </remarks>
internal sealed class Transport
{
    private const double PatienceSeconds = 0.03;

    private readonly Mixer _mixer;
    private readonly int _channels;
    private readonly int _fadeFrames;
    private readonly long _patience;
    private readonly float[] _weights; // by level, 0…1
    private readonly float[] _block;
    private readonly float[] _old;
    private readonly SeqLock<(long Epoch, long Index)> _place = new();

    // What is played: a plan in a lane, at an index, at a level of the fade.
    private FeedPlan _plan = FeedPlan.None;
    private int _lane;
    private long _index;
    private int _level;
    private bool _rising;

    // What was played before, while it fades out.
    private FeedPlan _oldPlan = FeedPlan.None;
    private int _oldLane;
    private long _oldIndex;
    private int _oldLevel;

    private long _waited;
    private long _expectedSong = -1;
    private bool _moved;
    private long _settled;
    private long _ended;
    private long _applied;

    public Transport(Mixer mixer)
    {
        _mixer = mixer;
        _channels = mixer.Format.Channels;
        _fadeFrames = Fade.FramesAt(mixer.Format.SampleRate);
        _patience = (long)(PatienceSeconds * mixer.Format.SampleRate);
        _weights = Fade.RisingLevels(_fadeFrames);
        _block = new float[mixer.Options.MaxBlockFrames * _channels];
        _old = new float[_fadeFrames * _channels];
    }

    /// <summary>Where lanes come from.</summary>
    public LaneOffer Offer { get; } = new();

    /// <summary>What was where in the output.</summary>
    public PositionLog Log { get; } = new();

    /// <summary>The last epoch whose lane is the only one that the mix holds. Thread-safe.</summary>
    public long Settled => Volatile.Read(ref _settled);

    /// <summary>The number of the last command that came to the end of all tracks. Thread-safe.</summary>
    public long Ended => Volatile.Read(ref _ended);

    /// <summary>The epoch and index that will be rendered next. Thread-safe; lock-free.</summary>
    public (long Epoch, long Index) Place => _place.Get();

    /// <summary>The number of the last command that a rendered block has taken over. Thread-safe.</summary>
    public long Applied => Volatile.Read(ref _applied);

    /// <summary>The weights of a fade-in, frame by frame.</summary>
    public float[] FadeIn() => _weights[1..];

    [RealTime]
    public void Render(in TransportCommand command, Span<float> output, RenderTime time)
    {
        while (output.Length > 0)
        {
            Follow(command);
            var frames = PieceFrames(Math.Min(output.Length / _channels, _mixer.Options.MaxBlockFrames));
            MarkPosition(frames);
            Bring(frames, time);
            _mixer.Render(output[..(frames * _channels)]);
            Advance(frames, command);
            time = time.After(_mixer.Format.ToNanoseconds(frames));
            output = output[(frames * _channels)..];
        }

        _place.Set((_plan.Epoch, _index));
        Volatile.Write(ref _applied, command.Number);
    }

    [RealTime]
    private void Follow(in TransportCommand command)
    {
        var wanted = command.Plan;
        if (command.Mode != TransportMode.Stopped && wanted.Epoch != _plan.Epoch && _oldLevel == 0 && Offer.TryTake(wanted.Epoch, out var lane))
        {
            TakeUp(wanted, lane, command.Mode);
        }

        var arrived = wanted.Epoch == _plan.Epoch;
        if (arrived) _waited = 0;
        _rising = command.Mode == TransportMode.Playing && (arrived || (_level > 0 && _waited < _patience));
        if (!_rising || !arrived || _index < EndIndex()) return;

        // All tracks have ended, under this command: a later one is not meant.
        _rising = false;
        _level = 0;
        Volatile.Write(ref _ended, command.Number);
    }

    [RealTime]
    private void TakeUp(in FeedPlan plan, int lane, TransportMode mode)
    {
        var skip = _plan.Epoch != 0 && plan.ContinuesEpoch == _plan.Epoch ? Math.Max(0, _index - plan.ContinuesFrom) : 0;
        (_oldPlan, _oldLane, _oldIndex, _oldLevel) = (_plan, _lane, _index, _level);
        (_plan, _lane, _index) = (plan, lane, skip);

        // The beginning of a piece is played as it is.
        _level = _oldLevel == 0 && plan.Start == 0 && skip == 0 && mode == TransportMode.Playing ? _fadeFrames : 0;
        if (_oldLevel == 0) Volatile.Write(ref _settled, plan.Epoch);
    }

    /// <summary>Number of frames can be mixed before anything changes.</summary>
    [RealTime]
    private int PieceFrames(int most)
    {
        var frames = (long)most;
        if (_oldLevel > 0) frames = Math.Min(frames, _oldLevel);
        if (!_rising && _level > 0) frames = Math.Min(frames, _level);
        if (_plan.Epoch == 0 || (!_rising && _level == 0)) return (int)frames;
        frames = Math.Min(frames, _plan.TurnAfter(_index) - _index);
        var left = EndIndex() - _index;
        return (int)(left > 0 ? Math.Min(frames, left) : frames);
    }

    [RealTime]
    private long EndIndex()
    {
        var end = 0L;
        foreach (var track in _plan.Tracks) end = Math.Max(end, track.EndOf(_lane));
        return end;
    }

    [RealTime]
    private void MarkPosition(int frames)
    {
        if (_plan.Epoch == 0) return;
        var moves = _rising || _level > 0;
        var song = _plan.SongAt(_index);
        if (song != _expectedSong || moves != _moved) Log.Add(_mixer.FramesRendered, song, moves);
        _moved = moves;
        _expectedSong = moves ? song + frames : song;
    }

    /// <summary>Delivers the tracks' audio for the next piece.</summary>
    [RealTime]
    private void Bring(int frames, in RenderTime time)
    {
        if (_plan.Epoch == 0) return;
        var (moves, fades) = (_rising || _level > 0, _oldLevel > 0 || !_rising || _level < _fadeFrames);
        foreach (var track in _plan.Tracks)
        {
            var channels = track.Mix.Channels;
            var block = _block.AsSpan(0, frames * channels);
            var wasThere = _oldLevel > 0 && track.Since <= _oldPlan.Epoch;
            if (!moves && !wasThere)
            {
                track.Mix.End();
                track.Live?.Pause();
                continue;
            }

            var got = moves || track.IsLive ? track.Read(_lane, _index, block, time) : 0;
            if (fades)
            {
                ApplyFade(block[..(got * channels)], channels, track.IsLive);
                if (wasThere && !track.IsLive) got = Math.Max(got, AddOld(track, block, got));
            }

            track.Mix.Deliver(block[..(got * channels)]);
            if (got < frames && (!moves || track.IsOver(_lane, _index, got))) track.Mix.End();
        }
    }

    [RealTime]
    private void ApplyFade(Span<float> samples, int channels, bool live)
    {
        var step = _rising ? 1 : -1;
        for (var (at, frame) = (0, 1); at < samples.Length; at += channels, frame++)
        {
            var weight = _weights[Math.Clamp(_level + step * frame, 0, _fadeFrames)];
            if (live && _oldLevel > 0) weight = Math.Min(1, weight + _weights[Math.Max(0, _oldLevel - frame)]); // a live track goes on over a jump
            for (var channel = 0; channel < channels; channel++) samples[at + channel] *= weight;
        }
    }

    /// <summary>Adds what was played before, fading out; returns up to where there is audio now.</summary>
    [RealTime]
    private int AddOld(PlayerTrack track, Span<float> block, int got)
    {
        var channels = track.Mix.Channels;
        var old = _old.AsSpan(0, block.Length);
        var read = track.Read(_oldLane, _oldIndex, old, default); // never a live one
        if (read > got) block[(got * channels)..(read * channels)].Clear();
        for (var (at, frame) = (0, 1); frame <= read; at += channels, frame++)
        {
            var weight = _weights[_oldLevel - frame];
            for (var channel = 0; channel < channels; channel++) block[at + channel] += old[at + channel] * weight;
        }

        return read;
    }

    [RealTime]
    private void Advance(int frames, in TransportCommand command)
    {
        if (command.Plan.Epoch != _plan.Epoch && command.Mode == TransportMode.Playing) _waited += frames;
        if (_rising || _level > 0)
        {
            _index += frames;
            _level = _rising ? Math.Min(_fadeFrames, _level + frames) : Math.Max(0, _level - frames);
        }

        if (_oldLevel == 0) return;
        _oldIndex += frames;
        _oldLevel -= frames;
        if (_oldLevel > 0) return;
        _oldPlan = FeedPlan.None;
        Volatile.Write(ref _settled, _plan.Epoch);
    }
}
