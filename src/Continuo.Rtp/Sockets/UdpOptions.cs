using System.Net;

namespace Continuo.Rtp.Sockets;

/// <summary>How a UDP socket is to be opened. Immutable.</summary>
public sealed record UdpOptions
{
    /// <summary>Where to receive: an address of this machine, a multicast group, or <see cref="IPAddress.IPv6Any"/> for all addresses of both kinds. Port 0: any free one.</summary>
    public IPEndPoint Local { get; init; } = new(IPAddress.IPv6Any, 0);

    /// <summary>The network interface of multicast, by name (<c>eth0</c>) or address; <see langword="null"/>: the system's choice.</summary>
    public string? Interface { get; init; }

    /// <summary>How many routers a multicast packet that is sent may pass; <see langword="null"/>: the system's choice, 1.</summary>
    public int? MulticastTtl { get; init; }

    /// <summary>How much the kernel is asked to hold for us while we do not look; it may grant less.</summary>
    public int ReceiveBufferBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How much the kernel is asked to hold of what we send.</summary>
    public int SendBufferBytes { get; init; } = 1024 * 1024;
}
