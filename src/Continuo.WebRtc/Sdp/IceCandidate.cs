using System.Globalization;
using System.Net;

namespace Continuo.WebRtc.Sdp;

/// <summary>An address at which a side can be reached over UDP (RFC 8839, 5.1). Immutable.</summary>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Priority">Greater ones are to be tried first.</param>
internal sealed record IceCandidate(IPEndPoint EndPoint, uint Priority)
{
    /// <summary>Priority of a host candidate of the one component (RFC 8445, 5.1.2.1).</summary>
    /// <param name="place">Place among the host candidates, 0 for the preferred one.</param>
    public static uint HostPriority(int place) => 126u << 24 | (uint)(65_535 - place) << 8 | 255;

    /// <summary>Parses the value of <c>a=candidate</c>.</summary>
    /// <returns>
    /// <see langword="null"/> if it is malformed, not UDP, of another component than RTP, or has a host name for an address (mDNS).
    /// </returns>
    public static IceCandidate? Parse(string value)
    {
        // foundation component transport priority address port typ type …
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 8 || words[1] != "1" || !words[2].Equals("udp", StringComparison.OrdinalIgnoreCase) || words[6] != "typ")
        {
            return null;
        }

        if (!uint.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var priority)) return null;
        if (!IPAddress.TryParse(words[4], out var address)) return null;
        if (!ushort.TryParse(words[5], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0) return null;
        return new IceCandidate(new IPEndPoint(address, port), priority);
    }

    /// <summary>The value of <c>a=candidate</c> for a host candidate.</summary>
    /// <param name="place">Place among the host candidates.</param>
    public string ToHostValue(int place) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{place + 1} 1 udp {Priority} {SdpText.Address(EndPoint.Address)} {EndPoint.Port} typ host");
}
