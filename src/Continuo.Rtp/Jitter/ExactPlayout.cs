using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Converts received packets to exactly what was sent, at the sender's pace: no time-scaling, fades or concealment; lost audio becomes
/// silence of the same length. A missing packet is awaited for the fixed delay, so reordering has no effect. Runs on the consumer's thread;
/// real-time-safe.
/// </summary>
internal sealed class ExactPlayout(JitterState state, IPacketDecoder decoder)
{
    private readonly int _channels = decoder.Format.Channels;
    private readonly float[] _decoded = new float[decoder.MaxFrames * decoder.Format.Channels];
    private bool _idle = true;
    private long _position;
    private long _next;
    private long _silence; // frames of silence before the decoded ones
    private int _at;
    private int _end;

    /// <summary>Number of frames that are decoded or filled and not yet read.</summary>
    [RealTime]
    public long BufferedFrames => _silence + _end - _at;

    /// <summary>Restarts for another stream.</summary>
    [RealTime]
    public void Restart()
    {
        decoder.Reset();
        _idle = true;
    }

    /// <summary>Writes the available frames, at most all of <paramref name="output"/>, frames × channels.</summary>
    /// <returns>The number of frames written.</returns>
    [RealTime]
    public int Read(Span<float> output, long now)
    {
        var done = 0;
        var wanted = output.Length / _channels;
        while (done < wanted)
        {
            var rest = output[(done * _channels)..];
            if (_silence > 0)
            {
                var frames = (int)Math.Min(_silence, wanted - done);
                rest[..(frames * _channels)].Clear();
                _silence -= frames;
                done += frames;
            }
            else if (_at < _end)
            {
                var frames = Math.Min(_end - _at, wanted - done);
                _decoded.AsSpan(_at * _channels, frames * _channels).CopyTo(rest);
                _at += frames;
                done += frames;
            }
            else if (!TryNext(now))
            {
                break;
            }
        }

        state.Counters.OutputFrames += done;
        return done;
    }

    /// <summary>Performs the next step that is due.</summary>
    /// <returns>Whether there was one.</returns>
    [RealTime]
    private bool TryNext(long now)
    {
        var store = state.Store;
        if (!store.TryFirst(out var sequence)) return false;
        var mediaTime = store.MediaTimeOf(sequence);
        var hasWaited = state.Clock.DelayOf(mediaTime, now) >= state.Target.TargetMs;
        if (_idle && !hasWaited) return false;
        if (_idle) (_idle, _position, _next, state.FirstHeard) = (false, mediaTime, sequence, mediaTime);
        var frames = decoder.FramesOf(store.PayloadOf(sequence));
        if (frames <= 0 || mediaTime + frames <= _position)
        {
            if (frames <= 0) state.Counters.MalformedPackets++;
            else state.Counters.SkippedPackets++;
            store.EndWith(sequence, frames <= 0 ? SlotState.Missed : SlotState.Late);
            return true;
        }

        if (mediaTime > _position) return TryFill(mediaTime - _position, sequence == _next, hasWaited);
        return Play(sequence, (int)(_position - mediaTime));
    }

    /// <summary>Fills the gap before a packet: at once if the sender paused, otherwise after the wait.</summary>
    [RealTime]
    private bool TryFill(long frames, bool isPause, bool hasWaited)
    {
        if (!isPause && !hasWaited) return false;
        state.Counters.MediaFrames += frames;
        if (isPause)
        {
            (state.Counters.PausedFrames, state.Counters.SilentFrames) = (state.Counters.PausedFrames + frames,
                state.Counters.SilentFrames + frames);
        }
        else state.Counters.ConcealedFrames += frames;
        _position += frames;
        _silence = frames;
        return true;
    }

    [RealTime]
    private bool Play(long sequence, int drop)
    {
        var store = state.Store;
        var frames = decoder.Decode(store.PayloadOf(sequence), _decoded);
        if (frames <= drop)
        {
            state.Counters.MalformedPackets++;
            store.EndWith(sequence, SlotState.Missed);
            return true;
        }

        (_at, _end) = (drop, frames);
        if (store.IsRedundant(sequence)) state.Counters.RedundantFrames += frames - drop;
        else state.Counters.PlayedFrames += frames - drop;
        state.Counters.PlayedPackets++;
        state.Counters.MediaFrames += frames - drop;
        state.PacketFrames = frames;
        _position += frames - drop;
        _next = sequence + 1;
        store.EndWith(sequence, SlotState.Played);
        return true;
    }
}
