using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>
/// Extends 32-bit timestamps to media time that does not wrap around, choosing the value nearest to the previous one. Not thread-safe;
/// real-time-safe.
/// </summary>
[RealTime]
internal struct TimestampUnwrapper
{
    private long _last;
    private bool _begun;

    /// <summary>Extends a timestamp. The first result is the received timestamp + 2³², so that earlier packets stay positive.</summary>
    public long Unwrap(uint timestamp)
    {
        if (_begun) return _last += (int)(timestamp - (uint)_last);
        _begun = true;
        return _last = timestamp + (1L << 32);
    }
}
