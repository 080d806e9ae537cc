using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>
/// Extends 16-bit sequence numbers so that they do not wrap around, choosing the value nearest to the highest so far. Not thread-safe;
/// real-time-safe.
/// </summary>
[RealTime]
internal struct SequenceUnwrapper
{
    private long _highest;
    private bool _begun;

    /// <summary>Highest extended number so far. The first is the received number + 2¹⁶, so that earlier packets stay positive.</summary>
    public readonly long Highest => _highest;

    /// <summary>Extends a sequence number.</summary>
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

    /// <summary>Restarts at an unrelated sequence number, above all earlier extended numbers.</summary>
    public long Restart(ushort sequence)
    {
        if (!_begun) return Unwrap(sequence);
        return _highest = (_highest & ~0xFFFFL) + 2 * 65_536 + sequence;
    }
}
