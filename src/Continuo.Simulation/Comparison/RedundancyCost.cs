namespace Continuo.Simulation.Comparison;

/// <summary>Cost of redundancy on the network.</summary>
public static class RedundancyCost
{
    private const int IpUdpRtpBytes = 20 + 8 + 12;
    private const int RedBlockBytes = 4;
    private const int RedLastBytes = 1;

    /// <summary>
    /// Bit rate over IPv4: each packet carries its own payload and copies of <paramref name="copies"/> earlier ones, with the headers of
    /// RFC 2198 if there are any.
    /// </summary>
    /// <param name="codecBitRate">Bit rate of the codec, in bits per second.</param>
    /// <param name="packetMs">Duration of a packet, in milliseconds.</param>
    /// <param name="copies">Number of earlier packets repeated in each packet.</param>
    public static double OnTheWire(double codecBitRate, double packetMs, int copies)
    {
        var payload = codecBitRate * packetMs / 8000;
        var red = copies == 0 ? 0 : copies * RedBlockBytes + RedLastBytes;
        return (IpUdpRtpBytes + red + payload * (copies + 1)) * 8000 / packetMs;
    }
}
