using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>Turns the 16-bit numbers of packets into numbers that do not turn around: the nearest to the highest so far. Not thread-safe; real-time-safe.</summary>
[RealTime]
internal struct SequenceUnwrapper
{
    private long _highest;
    private bool _begun;

    /// <summary>The highest number so far. The first is the one on the wire plus 2¹⁶, so that those before it are positive, too.</summary>
    public readonly long Highest => _highest;

    /// <summary>The whole number of a packet.</summary>
    public long Unwrap(ushort sequence)
    {
        if (!_begun)
        {
            _begun = true;
            return _highest = sequence + 65_536L;
        }

        var number = _highest + (short)(sequence - (ushort)_highest);
        _highest = Math.Max(_highest, number);
        return number;
    }

    /// <summary>Begins anew, higher than ever before, at a packet that has nothing to do with those before it.</summary>
    public long Restart(ushort sequence)
    {
        if (!_begun) return Unwrap(sequence);
        return _highest = (_highest & ~0xFFFFL) + 2 * 65_536 + sequence;
    }
}
