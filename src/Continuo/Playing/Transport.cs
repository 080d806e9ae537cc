using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Mixing;
using Continuo.Rings;

namespace Continuo.Playing;

/// <summary>
/// The audio side of a <see cref="Player"/>: applies commands at a block's boundary, delivers the tracks' audio to the mixer and renders
/// the mix. Blocks are rendered in pieces, so that loop ends, track ends and fades fall on the exact frame, whatever the block size.
/// </summary>
/// <remarks>
/// Every start, pause and jump fades the audio itself over 5 ms: a pause plays 5 ms more, and resuming continues after them. On a jump the
/// old audio continues until the new audio is available, for at most 30 ms, then fades out; where both are available they are cross-faded.
/// </remarks>
internal sealed class Transport
{
    private const double MaxWaitSeconds = 0.03;

    private readonly Mixer _mixer;
    private readonly int _channels;
    private readonly int _fadeFrames;
    private readonly long _maxWait;
    private readonly float[] _weights; // by level, 0…1
    private readonly float[] _block;
    private readonly float[] _old;
    private readonly SeqLock<(long Epoch, long Index)> _place = new();

    // What is being played: a plan in a lane, at an index, at a level of the fade.
    private ReadPlan _plan = ReadPlan.None;
    private int _lane;
    private long _index;
    private int _level;
    private bool _rising;

    // What was played before, while it fades out.
    private ReadPlan _oldPlan = ReadPlan.None;
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
        _maxWait = (long)(MaxWaitSeconds * mixer.Format.SampleRate);
        _weights = Fade.RisingLevels(_fadeFrames);
        _block = new float[mixer.Options.MaxBlockFrames * _channels];
        _old = new float[_fadeFrames * _channels];
    }

    /// <summary>Offers of filled lanes.</summary>
    public LaneOffer Offer { get; } = new();

    /// <summary>Which frame of the piece was rendered at which output frame.</summary>
    public PositionLog Log { get; } = new();

    /// <summary>The last epoch whose lane is the only one that the mix holds. Thread-safe.</summary>
    public long Settled => Volatile.Read(ref _settled);

    /// <summary>Number of the last command that reached the end of all tracks. Thread-safe.</summary>
    public long Ended => Volatile.Read(ref _ended);

    /// <summary>Epoch and index of the next frame to render. Thread-safe; lock-free.</summary>
    public (long Epoch, long Index) Place => _place.Get();

    /// <summary>Number of the last command applied by a rendered block. Thread-safe.</summary>
    public long Applied => Volatile.Read(ref _applied);

    /// <summary>Weights of a fade-in, frame by frame.</summary>
    public float[] FadeIn() => _weights[1..];

    [RealTime]
    public void Render(in TransportCommand command, Span<float> output, RenderTime time)
    {
        while (output.Length > 0)
        {
            Follow(command);
            var frames = PieceFrames(Math.Min(output.Length / _channels, _mixer.Options.MaxBlockFrames));
            MarkPosition(frames);
            Deliver(frames, time);
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
        if (command.Mode != TransportMode.Stopped && wanted.Epoch != _plan.Epoch && _oldLevel == 0
            && Offer.TryTake(wanted.Epoch, out var lane))
        {
            Begin(wanted, lane, command.Mode);
        }

        var arrived = wanted.Epoch == _plan.Epoch;
        if (arrived) _waited = 0;
        _rising = command.Mode == TransportMode.Playing && (arrived || (_level > 0 && _waited < _maxWait));
        if (!_rising || !arrived || _index < EndIndex()) return;

        // All tracks have ended under this command. A later command is not affected.
        _rising = false;
        _level = 0;
        Volatile.Write(ref _ended, command.Number);
    }

    [RealTime]
    private void Begin(in ReadPlan plan, int lane, TransportMode mode)
    {
        var skip = _plan.Epoch != 0 && plan.ContinuesEpoch == _plan.Epoch ? Math.Max(0, _index - plan.ContinuesFrom) : 0;
        (_oldPlan, _oldLane, _oldIndex, _oldLevel) = (_plan, _lane, _index, _level);
        (_plan, _lane, _index) = (plan, lane, skip);

        // A piece that starts at its beginning is not faded in.
        _level = _oldLevel == 0 && plan.Start == 0 && skip == 0 && mode == TransportMode.Playing ? _fadeFrames : 0;
        if (_oldLevel == 0) Volatile.Write(ref _settled, plan.Epoch);
    }

    /// <summary>Number of frames that can be rendered before anything changes.</summary>
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
    private void Deliver(int frames, in RenderTime time)
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
            // a live track continues across a jump
            if (live && _oldLevel > 0) weight = Math.Min(1, weight + _weights[Math.Max(0, _oldLevel - frame)]);
            for (var channel = 0; channel < channels; channel++) samples[at + channel] *= weight;
        }
    }

    /// <summary>Adds the audio played before, fading out; returns how far there is audio now.</summary>
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
        _oldPlan = ReadPlan.None;
        Volatile.Write(ref _settled, _plan.Epoch);
    }
}
