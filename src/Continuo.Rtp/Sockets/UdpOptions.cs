using System.Net;

namespace Continuo.Rtp.Sockets;

/// <summary>Options of a UDP socket. Immutable.</summary>
public sealed record UdpOptions
{
    /// <summary>
    /// Local address to receive on: an address of this machine, a multicast group, or <see cref="IPAddress.IPv6Any"/> for all IPv4 and IPv6
    /// addresses. Port 0 selects a free port.
    /// </summary>
    public IPEndPoint Local { get; init; } = new(IPAddress.IPv6Any, 0);

    /// <summary>Network interface for multicast, by name (<c>eth0</c>) or address; <see langword="null"/> for the system default.</summary>
    public string? Interface { get; init; }

    /// <summary>Time to live of sent multicast packets; <see langword="null"/> for the system default of 1.</summary>
    public int? MulticastTtl { get; init; }

    /// <summary>Requested size of the kernel's receive buffer; the kernel may grant less.</summary>
    public int ReceiveBufferBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Requested size of the kernel's send buffer.</summary>
    public int SendBufferBytes { get; init; } = 1024 * 1024;
}
