using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Concealment;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Converts stored packets to audio: always exactly as many frames as requested, whatever has arrived. Runs on the consumer's thread;
/// real-time-safe.
/// </summary>
internal sealed class Playout
{
    /// <summary>A packet that ends a stall must arrive this much earlier than needed; otherwise the next one would be late again.</summary>
    private const double ResumeMarginMs = 2.5;

    /// <summary>Maximum payload of a packet from a sender that falls silent (Opus, discontinuous transmission).</summary>
    private const int PausePayloadBytes = 2;

    private readonly JitterState _state;
    private readonly JitterBufferOptions _options;
    private readonly IPacketDecoder _decoder;
    private readonly AudioFormat _format;
    private readonly int _channels;
    private readonly double _msPerFrame;
    private readonly PlayoutLine _line;
    private readonly Concealer _concealer;
    private readonly TimeScaler _scaler;
    private readonly PlayoutPace _pace;
    private readonly float[] _decoded;
    private readonly PacketMemory? _memory;
    private bool _idle = true;
    private bool _pausing;
    private long _position;
    private long _next;
    private long _held;
    private long _now;
    private int _left;
    private int _block;
    private bool _catchesUp;

    public Playout(JitterState state, JitterBufferOptions options, IPacketDecoder decoder)
    {
        (_state, _options, _decoder, _format) = (state, options, decoder, decoder.Format);
        _channels = _format.Channels;
        _msPerFrame = 1000.0 / _format.SampleRate;
        _concealer = new Concealer(decoder, options.ConcealmentLimit);
        _scaler = new TimeScaler(_format);
        _line = new PlayoutLine(_channels, _scaler.History, 2 * decoder.MaxFrames + 4 * _scaler.MaxLag + _concealer.PieceFrames);
        _pace = new PlayoutPace(state, _format, _scaler, _line);
        _decoded = new float[decoder.MaxFrames * _channels];
        if (options.KeepsPackets) _memory = new PacketMemory(options.MaxPayloadBytes);
    }

    /// <summary>The pieces of the last read.</summary>
    [RealTime]
    public ReadOnlySpan<PlayoutPiece> Pieces => _line.Given;

    /// <summary>Number of frames that are decoded and not yet played.</summary>
    [RealTime]
    public int BufferedFrames => _line.Count;

    /// <summary>Delay of the next frame, in ms above the minimum transit.</summary>
    [RealTime]
    public double DelayMs { get; private set; }

    /// <summary>Restarts for another stream: audio that is already decoded is played to its end, with a fade.</summary>
    [RealTime]
    public void Restart()
    {
        if (!_idle) Silence(_concealer.PieceFrames);
        _decoder.Reset();
        _concealer.BeginSilent();
        _pace.Reset();
        _memory?.Clear();
        (_idle, _pausing, _held, _catchesUp) = (true, false, 0, false);
    }

    /// <summary>With the next packet, whole blocks are skipped as far as the delay exceeds the target.</summary>
    [RealTime]
    public void CatchUp() => _catchesUp = !_idle;

    /// <summary>Fills <paramref name="output"/>, frames × channels.</summary>
    [RealTime]
    public void Read(Span<float> output, long now)
    {
        _line.BeginRead();
        (_now, _left, _block) = (now, output.Length / _channels, output.Length / _channels);
        _pace.BeginRead(now, _block);
        while (_left > 0)
        {
            var frames = Math.Min(_left, _concealer.PieceFrames);
            Fill(frames);
            if (_options.TimeScaling) Scale(frames);
            Fill(frames);
            _line.Take(output[..(frames * _channels)]);
            output = output[(frames * _channels)..];
            _left -= frames;
            _pace.Advance(frames);
            _state.Counters.OutputFrames += frames;
        }

        _memory?.Offer(Pieces, _block, _state.PacketFrames);
        if (!_idle) DelayMs = _state.Clock.DelayOf(_position - _line.Count - _block, now);
    }

    /// <summary>The payload of the packet that stands for the last read (<see cref="PacketMemory.Offer"/>).</summary>
    [RealTime]
    public bool TryGetPacket(out ReadOnlySpan<byte> payload)
    {
        payload = default;
        return _memory is not null && _memory.TryGet(out payload);
    }

    [RealTime]
    private void Fill(int frames)
    {
        while (_line.Count < frames) Produce(frames - _line.Count);
    }

    /// <summary>Produces at least one frame.</summary>
    [RealTime]
    private void Produce(int needed)
    {
        if (!TryFirst(out var sequence, out var mediaTime))
        {
            if (_idle || _pausing) Silence(needed);
            else Hold(needed);
            return;
        }

        if (_idle && !TryBegin(ref sequence, ref mediaTime))
        {
            Silence(needed);
            return;
        }

        if (mediaTime > _position && (sequence == _next || _pausing))
        {
            if (_state.Clock.DelayOf(mediaTime, _now) < _state.Target.TargetMs)
            {
                Silence(needed);
                return;
            }

            _state.Counters.PausedFrames += mediaTime - _position;
            Move(mediaTime);
            _held = 0;
        }

        if (_held > 0 && !TryResume(ref sequence, ref mediaTime)) return;
        if (Lag(mediaTime) && !TryFirst(out sequence, out mediaTime)) return;
        if (mediaTime > _position) Bridge(sequence, (int)Math.Min(mediaTime - _position, int.MaxValue), needed);
        else Play(sequence, mediaTime);
    }

    /// <summary>Finds the first packet with audio after the position; packets before it are dropped.</summary>
    [RealTime]
    private bool TryFirst(out long sequence, out long mediaTime)
    {
        var store = _state.Store;
        mediaTime = 0;
        while (store.TryFirst(out sequence))
        {
            mediaTime = store.MediaTimeOf(sequence);
            var frames = _decoder.FramesOf(store.PayloadOf(sequence));
            if (frames > 0 && (_idle || mediaTime + frames > _position)) return true;
            if (frames <= 0) _state.Counters.MalformedPackets++;
            else _state.Counters.SkippedPackets++;
            store.EndWith(sequence, frames <= 0 ? SlotState.Missed : SlotState.Late);
        }

        return false;
    }

    /// <summary>
    /// Starts once the first packet has waited for the target delay; with several packets at once, at the latest that has.
    /// </summary>
    [RealTime]
    private bool TryBegin(ref long sequence, ref long mediaTime)
    {
        var target = _state.Target.TargetMs;
        if (_state.Clock.DelayOf(mediaTime, _now) < target) return false;
        while (_state.Store.TryAfter(sequence, out var after) && _state.Clock.DelayOf(_state.Store.MediaTimeOf(after), _now) >= target)
        {
            _state.Store.EndWith(sequence, SlotState.Late);
            _state.Counters.DiscardedPackets++;
            (sequence, mediaTime) = (after, _state.Store.MediaTimeOf(after));
        }

        (_idle, _position, _next) = (false, mediaTime, sequence);
        _state.FirstHeard = mediaTime;
        return true;
    }

    /// <summary>
    /// After a stall: concealed audio replaces part of the late audio, as far as the delay would otherwise exceed the target.
    /// </summary>
    [RealTime]
    private bool TryResume(ref long sequence, ref long mediaTime)
    {
        if (mediaTime > _position) Cover(Math.Min(mediaTime - _position, _held));
        var wanted = Math.Max(_state.Target.TargetMs, _state.NewestDelayMs + ResumeMarginMs);
        var excess = (long)((_state.Clock.DelayOf(_position, _now) - wanted) / _msPerFrame);
        var blocks = Math.Min(Math.Min(excess, _held), _state.NewestEnd - _position) / _block; // at most what has been sent
        if (blocks > 0)
        {
            Skip(blocks * _block, ref _state.Counters.CoveredFrames);
            _held = 0;
            _pace.Reset();
            return TryFirst(out sequence, out mediaTime);
        }

        _held = 0;
        _pace.Reset();
        return true;
    }

    [RealTime]
    private void Cover(long frames)
    {
        _state.Counters.CoveredFrames += frames;
        _held -= frames;
        Move(_position + frames);
    }

    /// <summary>Skips to the target if the lag, minus the network's current delay, exceeds the limit, or on request.</summary>
    [RealTime]
    private bool Lag(long mediaTime)
    {
        var delay = _state.Clock.DelayOf(_position, _now);
        var isTooLong = delay - _state.NewestDelayMs > _options.MaxLag.TotalMilliseconds;
        if ((!isTooLong && !_catchesUp) || mediaTime > _position) return false;
        var wanted = Math.Max(_state.Target.TargetMs, _state.NewestDelayMs + ResumeMarginMs);
        var frames = Math.Min((long)((delay - wanted) / _msPerFrame), _state.NewestEnd - _position - 1);
        if (!isTooLong) frames -= frames % _block; // packets and blocks keep their phase
        _catchesUp = false;
        if (frames <= 0) return false;
        if (!_concealer.IsActive) _concealer.Begin();
        Skip(frames, ref _state.Counters.SkippedFrames);
        _pace.Reset();
        return true;
    }

    [RealTime]
    private void Skip(long frames, ref long counter)
    {
        counter += frames;
        _line.Append(PlayoutKind.Skipped, _position, 0, (int)Math.Min(frames, int.MaxValue));
        Move(_position + frames);
    }

    [RealTime]
    private void Move(long position)
    {
        _state.Counters.MediaFrames += position - _position;
        _position = position;
    }

    [RealTime]
    private void Play(long sequence, long mediaTime)
    {
        var store = _state.Store;
        _concealer.PrepareJoin();
        var frames = _decoder.Decode(store.PayloadOf(sequence), _decoded);
        var drop = (int)(_position - mediaTime);
        if (frames <= drop)
        {
            _state.Counters.MalformedPackets++;
            store.EndWith(sequence, SlotState.Missed);
            return;
        }

        _pace.NoteNeed(mediaTime + drop, _left);
        _state.PacketFrames = frames;
        _pausing = store.PayloadOf(sequence).Length <= PausePayloadBytes;
        if (drop == 0) _memory?.Keep(mediaTime, frames, store.PayloadOf(sequence));
        Emit(_decoded.AsSpan(drop * _channels, (frames - drop) * _channels),
            ref store.IsRedundant(sequence) ? ref _state.Counters.RedundantFrames : ref _state.Counters.PlayedFrames);
        store.EndWith(sequence, SlotState.Played);
        _state.Counters.PlayedPackets++;
        _next = sequence + 1;
    }

    [RealTime]
    private void Emit(Span<float> samples, ref long counter)
    {
        var frames = samples.Length / _channels;
        _concealer.Join(samples);
        _scaler.Hear(samples);
        samples.CopyTo(_line.Room(frames));
        _line.Append(PlayoutKind.Played, _position, frames, frames);
        counter += frames;
        Move(_position + frames);
    }

    /// <summary>Handles a gap before an arrived packet.</summary>
    [RealTime]
    private void Bridge(long sequence, int gap, int needed)
    {
        var payload = _state.Store.PayloadOf(sequence);
        if (gap <= _state.PacketFrames && _decoder.CarriesPrevious(payload))
        {
            _concealer.PrepareJoin();
            var room = _decoded.AsSpan(0, _state.PacketFrames * _channels);
            if (_decoder.DecodePrevious(payload, room) == _state.PacketFrames)
            {
                _pace.NoteNeed(_position, _left);
                Emit(room[^(gap * _channels)..], ref _state.Counters.RecoveredFrames);
                _state.Store.Recover(sequence - 1);
                return;
            }
        }

        // Lost audio need not be concealed while the delay is longer than necessary.
        var spare = Math.Min(gap, _pace.Spare());
        if (spare >= _scaler.MinLag)
        {
            if (!_concealer.IsActive) _concealer.Begin();
            _state.Counters.CoveredFrames += spare;
            Move(_position + spare);
            _pace.Shift(-spare);
            return;
        }

        var frames = Math.Min(gap, needed);
        _pace.NoteNeed(_position, _left);
        Conceal(PlayoutKind.Concealed, frames, frames);
        _state.Counters.ConcealedFrames += frames;
        Move(_position + frames);
    }

    /// <summary>No packet has arrived: the sender's timeline does not advance.</summary>
    [RealTime]
    private void Hold(int frames)
    {
        Conceal(PlayoutKind.Concealed, frames, 0);
        _held += frames;
        _state.Counters.HeldFrames += frames;
    }

    [RealTime]
    private void Silence(int frames)
    {
        Conceal(PlayoutKind.Silent, frames, 0);
        _state.Counters.SilentFrames += frames;
    }

    [RealTime]
    private void Conceal(PlayoutKind kind, int frames, int mediaFrames)
    {
        _concealer.Make(_line.Room(frames)[..(frames * _channels)], pause: kind == PlayoutKind.Silent);
        _line.Append(kind, _position, frames, mediaFrames);
    }

    [RealTime]
    private void Scale(int frames)
    {
        if (_idle || _concealer.IsActive) return;
        var step = _pace.Plan(_line.Count - frames + _state.NewestEnd - _position, _left);
        if (step.Frames < 0) Prepare(frames + _pace.FramesToShorten(step));
        if (step.Frames != 0) _pace.Apply(step, frames, _left);
    }

    /// <summary>Decodes the contiguous packets ahead of the position.</summary>
    [RealTime]
    private void Prepare(int frames)
    {
        while (_line.Count < frames && TryFirst(out var sequence, out var mediaTime) && sequence == _state.Store.Next
            && mediaTime <= _position)
        {
            Play(sequence, mediaTime);
        }
    }
}
