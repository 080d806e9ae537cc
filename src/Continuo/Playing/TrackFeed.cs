using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Playing;

/// <summary>
/// Reads one track's source along a plan into a lane, chunk by chunk. At a loop's end the audio after the end is cross-faded with the
/// loop's beginning in 5 ms. A failing source ends only its own track. For the reading thread.
/// </summary>
internal sealed class TrackFeed : IDisposable
{
    private readonly IAudioSource _source;
    private readonly ChannelMapper? _mapper;
    private readonly float[] _fade; // one weight per frame, rising
    private readonly float[] _read;
    private readonly float[] _chunk;
    private readonly float[] _tail;
    private readonly int _sourceChannels;
    private readonly int _channels;
    private readonly int _chunkFrames;
    private ReadPlan _plan = ReadPlan.None;
    private TrackLane? _lane;
    private int _tailAt;
    private bool _sourceEnded;
    private AudioException? _broken; // error of the source after the frames read last

    /// <param name="source">Opened, at the player's rate.</param>
    /// <param name="layout">Layout of the lane: mono, or the mix's.</param>
    /// <param name="chunkFrames">Frames per chunk.</param>
    /// <param name="fade">Weights of a fade-in.</param>
    public TrackFeed(IAudioSource source, ChannelLayout layout, int chunkFrames, float[] fade)
    {
        var channels = layout.Channels;
        (_source, _channels, _chunkFrames, _fade) = (source, channels, chunkFrames, fade);
        _sourceChannels = source.Format.Channels;
        if (channels > 1 && source.Format.Layout != layout) _mapper = new ChannelMapper(source.Format.Layout, layout);
        _read = new float[Math.Max(chunkFrames, fade.Length) * _sourceChannels];
        _chunk = new float[chunkFrames * channels];
        _tail = new float[fade.Length * channels];
        _tailAt = fade.Length;
        Length = source is ISeekableSource { CanSeek: true } seekable ? seekable.Length : -1;
    }

    public long Length { get; }

    public AudioException? Failure { get; private set; }

    /// <summary>Whether the current plan has been read completely.</summary>
    public bool IsOver => _lane is null || _lane.End != long.MaxValue;

    /// <summary>Begins a plan in a lane that the mix does not hold.</summary>
    public void Begin(in ReadPlan plan, TrackLane lane)
    {
        (_plan, _lane) = (plan, lane);
        _tailAt = _fade.Length;
        lane.Restart();
        try
        {
            MoveTo(plan.Start);
            Failure = null;
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Appends the next chunk, up to the next wrap of the plan.</summary>
    /// <returns>Whether there was anything to do.</returns>
    public bool Step()
    {
        if (IsOver || !_lane!.HasRoom) return false;
        try
        {
            Append();
        }
        catch (Exception e)
        {
            Fail(e); // whatever a source throws, only its own track ends
        }

        return true;
    }

    public void Dispose() => _source.Dispose();

    private void Append()
    {
        var turn = _plan.TurnAfter(_lane!.Written);
        var frames = (int)Math.Min(_chunkFrames, turn - _lane.Written);
        var got = ReadSource(_chunk.AsSpan(0, frames * _channels));
        if (got < frames && _broken is null && turn != long.MaxValue)
        {
            // The track is shorter than the loop: silence up to the loop's end.
            _chunk.AsSpan(got * _channels, (frames - got) * _channels).Clear();
            got = frames;
        }

        var samples = _chunk.AsSpan(0, got * _channels);
        FadeOver(samples);
        if (got > 0) _lane.Append(samples);
        if (_broken is not null) Fail(_broken);
        else if (_lane.Written == turn) Turn();
        else if (got < frames) _lane.Finish(failed: false);
    }

    private void Turn()
    {
        var tail = ReadSource(_tail);
        _tail.AsSpan(tail * _channels).Clear();
        _tailAt = 0;
        MoveTo(_plan.SongAt(_lane!.Written));
    }

    private void FadeOver(Span<float> samples)
    {
        for (var at = 0; at < samples.Length && _tailAt < _fade.Length; at += _channels, _tailAt++)
        {
            for (var channel = 0; channel < _channels; channel++)
            {
                samples[at + channel] = samples[at + channel] * _fade[_tailAt] + _tail[_tailAt * _channels + channel]
                    * (1 - _fade[_tailAt]);
            }
        }
    }

    private void MoveTo(long song)
    {
        _broken = null;
        _sourceEnded = Length >= 0 && song >= Length;
        if (_sourceEnded) return;
        if (_source is ISeekableSource { CanSeek: true } seekable) seekable.Seek(song);
        else if (song > 0 || _lane!.Written > 0)
        {
            throw new AudioException(AudioErrorCode.Unsupported, _source.Description, "it cannot seek", "Add it as a live track");
        }
    }

    /// <summary>Fills the span from the source, as far as it has frames.</summary>
    private int ReadSource(Span<float> destination)
    {
        var (wanted, done) = (destination.Length / _channels, 0);
        while (done < wanted && !_sourceEnded)
        {
            var to = destination.Slice(done * _channels, (wanted - done) * _channels);
            var into = _mapper is null ? to : _read.AsSpan(0, (wanted - done) * _sourceChannels);
            SourceRead read;
            try
            {
                read = _source.Read(into, TimeSpan.Zero);
            }
            catch (AudioException e)
            {
                _broken = e; // reported once the frames before it are in the lane
                break;
            }

            _sourceEnded = read.Status != SourceStatus.Data;
            if (_sourceEnded) break;
            _mapper?.Map(into[..(read.Frames * _sourceChannels)], to);
            done += read.Frames;
        }

        return done;
    }

    private void Fail(Exception error)
    {
        Failure = error as AudioException
            ?? new AudioException(AudioErrorCode.InputOutput, _source.Description, $"the source failed unexpectedly ({error.Message})",
                "Report this error", error);
        _lane!.Finish(failed: true);
    }
}
