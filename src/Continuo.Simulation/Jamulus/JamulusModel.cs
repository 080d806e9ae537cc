using Continuo.Simulation.Playout;

namespace Continuo.Simulation.Jamulus;

/// <summary>
/// The automatic jitter buffer of Jamulus (3.8 and later, with sequence numbers), without audio, reimplemented from its published code. A
/// block is a packet or an equal part of one; Jamulus's own blocks last 2.67 ms, so its constants are scaled to the same times. Features
/// that it lacks are added in its favour: copies only fill holes, and a sender's silence is not an error.
/// </summary>
public sealed class JamulusModel : IPlayoutModel
{
    /// <summary>The method as <c>jamulus</c>: a block is a packet.</summary>
    public static readonly PlayoutMethod Method = new("jamulus", format => new JamulusModel(format, format.FramesPerPacket));

    private readonly HashSet<long> _pauses = [];
    private readonly int _blockFrames;
    private readonly int _blocksPerPacket;
    private readonly double _blockMs;
    private readonly JamulusAutoSize _auto;
    private JamulusBuffer _buffer;
    private PlayoutPieceKind _kind;
    private long _position;
    private int _left;
    private long _pauseFrom = long.MaxValue;

    private JamulusModel(PlayoutFormat format, int blockFrames)
    {
        _blocksPerPacket = Math.Max(1, (int)Math.Round((double)format.FramesPerPacket / blockFrames));
        while (format.FramesPerPacket % _blocksPerPacket != 0) _blocksPerPacket--;
        _blockFrames = format.FramesPerPacket / _blocksPerPacket;
        _blockMs = format.ToMs(_blockFrames);
        _auto = new JamulusAutoSize(_blockMs);
        _buffer = new JamulusBuffer(_auto.Blocks);
    }

    /// <summary>The method as <c>jamulus:10</c>: a packet is divided into equal blocks of about this many milliseconds.</summary>
    public static PlayoutMethod WithBlocks(double ms) =>
        new(FormattableString.Invariant($"jamulus:{ms}"), format => new JamulusModel(format, Math.Max(1, format.ToFrames(ms))));

    /// <inheritdoc/>
    public void Insert(in PlayoutPacket packet)
    {
        var first = packet.MediaTime / _blockFrames;
        if (packet.IsPause) _pauses.Add(first + _blocksPerPacket - 1);
        for (var block = first; block < first + _blocksPerPacket; block++)
        {
            _auto.Put(block, packet.IsRedundant);
            if (!packet.IsRedundant || _buffer.Lacks(block)) _buffer.Put(block);
        }
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

        tick.Explain(_buffer.Blocks * _blockMs, _auto.Blocks * _blockMs, $"{_auto.Wanted} blocks wanted, {_auto.Blocks} in use");
    }

    private void NextBlock()
    {
        _left = _blockFrames;
        _kind = PlayoutPieceKind.Pause;
        if (_buffer.Next == long.MinValue) return;
        var block = _buffer.Next;
        var isThere = _buffer.Get();
        _auto.Get(isThere || block < _pauseFrom);
        if (isThere) _pauseFrom = _pauses.Remove(block) ? block + 1 : long.MaxValue;
        _kind = isThere ? PlayoutPieceKind.Played : block >= _pauseFrom ? PlayoutPieceKind.Pause : PlayoutPieceKind.Concealed;
        _position = block * _blockFrames;
        if (_buffer.Blocks != _auto.Blocks) _buffer = _buffer.Resize(_auto.Blocks);
    }
}
