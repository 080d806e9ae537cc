using Continuo.Diagnostics;

namespace Continuo.Mumble.Gateway;

/// <summary>
/// Average length of forwarded packets over a second. Servers average, too: single long packets, as at the beginning of a word, pass. One
/// thread.
/// </summary>
internal sealed class PacketSizeAverage
{
    private const int Packets = 50;

    private double _average;
    private int _count;

    /// <summary>Counts a packet; returns whether the average exceeds a limit.</summary>
    [RealTime]
    public bool Exceeds(int bytes, int limit)
    {
        _count = Math.Min(_count + 1, Packets);
        _average += (bytes - _average) / _count;
        return _count == Packets && _average > limit;
    }
}
