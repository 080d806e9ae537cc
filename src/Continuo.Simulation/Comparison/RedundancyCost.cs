namespace Continuo.Simulation.Comparison;

/// <summary>What redundancy costs on the wire.</summary>
public static class RedundancyCost
{
    private const int IpUdpRtpBytes = 20 + 8 + 12;
    private const int RedBlockBytes = 4;
    private const int RedLastBytes = 1;

    /// <summary>
    /// Bits per second over IPv4: each packet carries its own payload and copies of <paramref name="copies"/> earlier ones, with
    /// the headers of RFC 2198 if there are any.
    /// </summary>
    /// <param name="codecBitRate">What the codec makes, in bits per second.</param>
    /// <param name="packetMs">How much audio a packet holds, in milliseconds.</param>
    /// <param name="copies">Copies of how many earlier packets each carries.</param>
    public static double OnTheWire(double codecBitRate, double packetMs, int copies)
    {
        var payload = codecBitRate * packetMs / 8000;
        var red = copies == 0 ? 0 : copies * RedBlockBytes + RedLastBytes;
        return (IpUdpRtpBytes + red + payload * (copies + 1)) * 8000 / packetMs;
    }
}
