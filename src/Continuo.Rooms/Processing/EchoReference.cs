using Continuo.Diagnostics;

namespace Continuo.Rooms.Processing;

/// <summary>
/// What a person has heard lately, in mono: the far end of the echo canceller. The tick writes it when it delivers the person's mix, and
/// reads it when it reads the person's voice in the next tick; the stages of a tick never overlap. Real-time-safe.
/// </summary>
internal sealed class EchoReference
{
    private readonly int _blockFrames;
    private readonly int _channels;
    private readonly int _delayFrames;
    private readonly int _blocks;
    private readonly float[] _samples;
    private readonly long[] _ticks; // of each block, −1 for none

    /// <param name="blockFrames">Frames of a tick.</param>
    /// <param name="channels">Channels of the mix.</param>
    /// <param name="delayFrames">How long before the present the far end is read, besides the one tick that a mix takes at least.</param>
    public EchoReference(int blockFrames, int channels, int delayFrames)
    {
        (_blockFrames, _channels, _delayFrames) = (blockFrames, channels, delayFrames);
        _blocks = delayFrames / blockFrames + 3;
        _samples = new float[_blocks * blockFrames];
        _ticks = new long[_blocks];
        Array.Fill(_ticks, -1);
    }

    /// <summary>Adds the mix of a tick.</summary>
    [RealTime]
    public void Write(ReadOnlySpan<float> mix, long tick)
    {
        var slot = (int)(tick % _blocks);
        var block = _samples.AsSpan(slot * _blockFrames, _blockFrames);
        if (_channels == 1) mix.CopyTo(block);
        else
        {
            for (var i = 0; i < block.Length; i++) block[i] = 0.5f * (mix[2 * i] + mix[2 * i + 1]);
        }

        _ticks[slot] = tick;
    }

    /// <summary>Reads what was heard before a tick; silence where nothing was delivered.</summary>
    /// <param name="far">One block.</param>
    /// <param name="tick">The tick in which the voice is read.</param>
    [RealTime]
    public void Read(Span<float> far, long tick)
    {
        var position = (tick - 1) * _blockFrames - _delayFrames;
        var done = 0;
        while (done < far.Length)
        {
            var at = position + done;
            var offset = (int)((at % _blockFrames + _blockFrames) % _blockFrames);
            var count = Math.Min(_blockFrames - offset, far.Length - done);
            var block = (at - offset) / _blockFrames;
            var slot = at < 0 ? 0 : (int)(block % _blocks);
            if (at >= 0 && _ticks[slot] == block) _samples.AsSpan(slot * _blockFrames + offset, count).CopyTo(far[done..]);
            else far.Slice(done, count).Clear();
            done += count;
        }
    }
}
