using System.Net;
using System.Net.Sockets;

namespace Continuo.Rtp.Sdp;

/// <summary>Destination address of a medium (<c>c=</c>). Immutable.</summary>
/// <param name="Address">Address of a host or multicast group.</param>
/// <param name="Ttl">Time to live of multicast packets (IPv4); <see langword="null"/> if not given.</param>
internal sealed record SdpConnection(IPAddress Address, int? Ttl = null)
{
    /// <summary>
    /// Host name, if the description gives one instead of an address; <see cref="Address"/> is then the unspecified address.
    /// </summary>
    public string? Host { get; init; }

    /// <summary>Whether the address is a multicast group.</summary>
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
