using Continuo.Network.Simulation.Playout;

namespace Continuo.Network.Simulation.Jamulus;

/// <summary>
/// The automatic jitter buffer of Jamulus (3.8 and later, with sequence numbers), without audio, written anew from its published
/// workings. A block is a packet; Jamulus's own blocks last 2.67 ms, so its constants are converted to keep their times. What it
/// does not know is added in its favour: copies fill holes only, and a sender's silence is no error.
/// </summary>
public sealed class JamulusModel : IPlayoutModel
{
    /// <summary>The method as <c>jamulus</c>.</summary>
    public static readonly PlayoutMethod Method = new("jamulus", format => new JamulusModel(format));

    private readonly PlayoutFormat _format;
    private readonly JamulusAutoSize _auto;
    private JamulusBuffer _buffer;
    private PlayoutPieceKind _kind;
    private long _position;
    private int _left;
    private long _pauseFrom = long.MaxValue;
    private readonly HashSet<long> _pauses = [];

    private JamulusModel(PlayoutFormat format)
    {
        _format = format;
        _auto = new JamulusAutoSize(format.ToMs(format.FramesPerPacket));
        _buffer = new JamulusBuffer(_auto.Blocks);
    }

    /// <inheritdoc/>
    public void Insert(in PlayoutPacket packet)
    {
        var block = packet.MediaTime / _format.FramesPerPacket;
        if (packet.IsPause) _pauses.Add(block);
        _auto.Put(block, packet.IsRedundant);
        if (!packet.IsRedundant || _buffer.Lacks(block)) _buffer.Put(block);
    }

    /// <inheritdoc/>
    public void Pull(long now, PlayoutTick tick)
    {
        while (tick.Left > 0)
        {
            if (_left == 0) NextBlock();
            var frames = Math.Min(_left, tick.Left);
            if (_kind == PlayoutPieceKind.Played) tick.Play(_position, frames);
            else if (_kind == PlayoutPieceKind.Pause) tick.Pause(frames);
            else tick.Conceal(frames);
            _position += frames;
            _left -= frames;
        }

        var blockMs = _format.ToMs(_format.FramesPerPacket);
        tick.Explain(_buffer.Blocks * blockMs, _auto.Blocks * blockMs, $"{_auto.Wanted} blocks wanted, {_auto.Blocks} in use");
    }

    private void NextBlock()
    {
        _left = _format.FramesPerPacket;
        _kind = PlayoutPieceKind.Pause;
        if (_buffer.Next == long.MinValue) return;
        var block = _buffer.Next;
        var isThere = _buffer.Get();
        _auto.Get(isThere || block < _pauseFrom);
        if (isThere) _pauseFrom = _pauses.Remove(block) ? block + 1 : long.MaxValue;
        _kind = isThere ? PlayoutPieceKind.Played : block >= _pauseFrom ? PlayoutPieceKind.Pause : PlayoutPieceKind.Concealed;
        _position = block * _format.FramesPerPacket;
        if (_buffer.Blocks != _auto.Blocks) _buffer = _buffer.Resize(_auto.Blocks);
    }
}
