using System.Net;
using System.Net.Sockets;

namespace Continuo.Rtp.Sdp;

/// <summary>Where a medium is sent to (<c>c=</c>). Immutable.</summary>
/// <param name="Address">A host, or a multicast group.</param>
/// <param name="Ttl">How many routers a multicast packet may pass (IPv4); <see langword="null"/>: not said.</param>
public sealed record SdpConnection(IPAddress Address, int? Ttl = null)
{
    /// <summary>The host's name, where the description gives a name instead of an address; <see cref="Address"/> then is the unspecified one.</summary>
    public string? Host { get; init; }

    /// <summary>Whether it is a multicast group.</summary>
    public bool IsMulticast => IsGroup(Address);

    /// <summary><c>IN IP4</c> or <c>IN IP6</c>.</summary>
    public string Kind => KindOf(Address);

    /// <summary>Whether an address is a multicast group.</summary>
    public static bool IsGroup(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6Multicast : address.GetAddressBytes()[0] >> 4 == 14;
    }

    internal static string KindOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? "IN IP6" : "IN IP4";
}
