using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>Turns the 32-bit timestamps of packets into media time that does not turn around: the nearest to the one before. Not thread-safe; real-time-safe.</summary>
[RealTime]
internal struct TimestampUnwrapper
{
    private long _last;
    private bool _begun;

    /// <summary>The whole media time of a packet. The first is the one on the wire plus 2³², so that those before it are positive, too.</summary>
    public long Unwrap(uint timestamp)
    {
        if (_begun) return _last += (int)(timestamp - (uint)_last);
        _begun = true;
        return _last = timestamp + (1L << 32);
    }
}
