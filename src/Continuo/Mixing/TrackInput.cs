using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Mixing;

/// <summary>
/// Completes the block of audio that a track delivers to a mix: missing audio is concealed by the preceding audio, played backwards with a
/// fade-out of 5 ms, and audio after a break is faded in. So an input never clicks, whatever it does, and no thread waits for it.
/// </summary>
/// <remarks>
/// Backwards, because the mirrored audio continues the last sample without a step and with the same spectrum, and needs no more past than
/// the fade is long. For the mixing thread only. All but the constructor is real-time-safe.
/// </remarks>
internal sealed unsafe class TrackInput
{
    private enum Flow
    {
        /// <summary>Before the first audio, or after the end: silence is correct.</summary>
        Waiting,

        /// <summary>The previous block was complete.</summary>
        Flowing,

        /// <summary>Frames are missing.</summary>
        Lost,
    }

    private readonly int _inputChannels;
    private readonly int _channels;
    private readonly int _maxFrames;
    private readonly AlignedSamples _block;
    private readonly float[] _fadeOut; // one factor per frame, falling
    private readonly float[] _tail;
    private Flow _flow;
    private int _delivered;
    private bool _ended;
    private int _lastFrames;
    private int _tailAt;
    private int _fadeInAt;

    private long _blocks, _dropouts, _lateBlocks, _lateFrames, _surplus;

    /// <param name="inputChannels">Channels of the delivered audio: 1, or those of the mix.</param>
    /// <param name="channels">Channels of the mix.</param>
    /// <param name="maxFrames">Maximum block length.</param>
    /// <param name="fadeOut">Weights of a fade-out.</param>
    /// <param name="fadeIn">Whether the first audio is faded in as well.</param>
    public TrackInput(int inputChannels, int channels, int maxFrames, float[] fadeOut, bool fadeIn)
    {
        (_inputChannels, _channels, _maxFrames, _fadeOut) = (inputChannels, channels, maxFrames, fadeOut);
        _block = new AlignedSamples(maxFrames * channels);
        _tail = new float[fadeOut.Length * channels];
        _tailAt = fadeOut.Length;
        _fadeInAt = fadeIn ? 0 : fadeOut.Length;
    }

    /// <summary>The block completed by <see cref="Complete"/>, in the mix's channels.</summary>
    [RealTime]
    public float* Samples => _block.First;

    /// <summary>Whether the track is silent and no fade is in progress, so that a gain may jump.</summary>
    [RealTime]
    public bool IsAtRest => _flow == Flow.Waiting && _tailAt == _fadeOut.Length;

    /// <summary>Statistics. Thread-safe.</summary>
    public TrackStatistics Statistics => new(
        Volatile.Read(ref _blocks), Volatile.Read(ref _dropouts), Volatile.Read(ref _lateBlocks), Volatile.Read(ref _lateFrames),
            Volatile.Read(ref _surplus));

    /// <summary>Appends frames to the current block; returns the number of frames that fitted.</summary>
    [RealTime]
    public int Deliver(ReadOnlySpan<float> samples)
    {
        var offered = samples.Length / _inputChannels;
        var frames = Math.Min(offered, _maxFrames - _delivered);
        var to = _block.Span.Slice(_delivered * _channels, frames * _channels);
        if (_inputChannels == _channels)
        {
            samples[..to.Length].CopyTo(to);
        }
        else
        {
            for (var frame = 0; frame < frames; frame++) to.Slice(frame * _channels, _channels).Fill(samples[frame]);
        }

        _delivered += frames;
        if (offered > frames) Volatile.Write(ref _surplus, _surplus + offered - frames);
        return frames;
    }

    /// <summary>Marks a discontinuity: the next delivery is cross-faded. Call before the first delivery of a block.</summary>
    [RealTime]
    public void Break()
    {
        if (_flow == Flow.Flowing) KeepTail(0);
        _fadeInAt = 0;
    }

    /// <summary>Marks the end of the audio: silence after it is correct.</summary>
    [RealTime]
    public void End() => _ended = true;

    /// <summary>Completes the block; returns whether it is audible.</summary>
    [RealTime]
    public bool Complete(int frames)
    {
        var delivered = Math.Min(_delivered, frames);
        if (_delivered > frames) Volatile.Write(ref _surplus, _surplus + _delivered - frames);
        var block = _block.Span[..(frames * _channels)];
        var heard = delivered > 0 || _tailAt < _fadeOut.Length;
        if (delivered > 0)
        {
            _flow = Flow.Flowing;
            FadeIn(block[..(delivered * _channels)]);
            AddTail(block[..(delivered * _channels)]);
        }

        if (delivered < frames)
        {
            if (_ended) _flow = Flow.Waiting;
            else if (_flow != Flow.Waiting) heard |= Lose(delivered, frames);
            var rest = block[(delivered * _channels)..];
            rest.Clear();
            AddTail(rest);
        }

        Volatile.Write(ref _blocks, _blocks + 1);
        _lastFrames = frames;
        _delivered = 0;
        _ended = false;
        return heard;
    }

    [RealTime]
    private bool Lose(int delivered, int frames)
    {
        Volatile.Write(ref _lateBlocks, _lateBlocks + 1);
        Volatile.Write(ref _lateFrames, _lateFrames + frames - delivered);
        if (_flow == Flow.Lost) return false;
        Volatile.Write(ref _dropouts, _dropouts + 1);
        KeepTail(delivered);
        _flow = Flow.Lost;
        _fadeInAt = 0;
        return true;
    }

    /// <summary>
    /// Keeps the frames before <paramref name="at"/> of the block, newest first, for concealment. Earlier frames come from the rest of the
    /// previous block, which lies behind them in memory. If that is not enough, the audio is played back and forth.
    /// </summary>
    [RealTime]
    private void KeepTail(int at)
    {
        var known = Math.Max(_lastFrames, at);
        if (known == 0) return;
        var (index, direction, left) = (at, -1, known);
        for (var k = 0; k < _fadeOut.Length; k++)
        {
            if (left-- == 0)
            {
                direction = -direction;
                left = known - 1;
            }
            else
            {
                index += direction;
                if (index < 0) index = known - 1;
                else if (index == known) index = 0;
            }

            _block.Span.Slice(index * _channels, _channels).CopyTo(_tail.AsSpan(k * _channels));
        }

        _tailAt = 0;
    }

    [RealTime]
    private void AddTail(Span<float> samples)
    {
        for (var at = 0; at < samples.Length && _tailAt < _fadeOut.Length; at += _channels, _tailAt++)
        {
            for (var channel = 0; channel < _channels; channel++)
            {
                samples[at + channel] += _tail[_tailAt * _channels + channel] * _fadeOut[_tailAt];
            }
        }
    }

    [RealTime]
    private void FadeIn(Span<float> samples)
    {
        for (var at = 0; at < samples.Length && _fadeInAt < _fadeOut.Length; at += _channels, _fadeInAt++)
        {
            for (var channel = 0; channel < _channels; channel++) samples[at + channel] *= 1 - _fadeOut[_fadeInAt];
        }
    }
}
