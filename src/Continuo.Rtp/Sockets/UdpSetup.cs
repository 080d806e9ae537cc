using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Rtp.Sdp;

namespace Continuo.Rtp.Sockets;

/// <summary>Opens and binds a socket, joins its group, and explains failures.</summary>
internal static class UdpSetup
{
    public static Socket Open(UdpOptions options)
    {
        var local = options.Local;
        if (Equals(local.Address, IPAddress.IPv6Any) && !Socket.OSSupportsIPv6) local = new IPEndPoint(IPAddress.Any, local.Port);
        var socket = Create(local.AddressFamily, options);
        try
        {
            if (socket.AddressFamily == AddressFamily.InterNetworkV6 && Equals(local.Address, IPAddress.IPv6Any)) socket.DualMode = true;
            socket.ReceiveBufferSize = options.ReceiveBufferBytes;
            socket.SendBufferSize = options.SendBufferBytes;
            var isGroup = SdpConnection.IsGroup(local.Address);
            // Any number of listeners may share a group's port; any other port must be free.
            if (isGroup) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            // On Linux a socket bound to the group receives only the group's datagrams; other systems cannot bind to it.
            socket.Bind(isGroup && !OperatingSystem.IsLinux() ? new IPEndPoint(Any(local.AddressFamily), local.Port) : local);
            SetMulticast(socket, local.Address, isGroup, options);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw Explain(local, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket Create(AddressFamily family, UdpOptions options)
    {
        try
        {
            return new Socket(family, SocketType.Dgram, ProtocolType.Udp);
        }
        catch (SocketException e)
        {
            throw Explain(options.Local, e);
        }
    }

    private static void SetMulticast(Socket socket, IPAddress address, bool isGroup, UdpOptions options)
    {
        var isIp6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        var level = isIp6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP;
        var (index, own) = options.Interface is { } name ? Find(name, isIp6) : (0, null);
        if (options.MulticastTtl is { } ttl) socket.SetSocketOption(level, SocketOptionName.MulticastTimeToLive, ttl);
        if (index != 0)
        {
            socket.SetSocketOption(level, SocketOptionName.MulticastInterface, isIp6 ? index : IPAddress.HostToNetworkOrder(index));
        }

        if (!isGroup) return;
        if (isIp6) socket.SetSocketOption(level, SocketOptionName.AddMembership, new IPv6MulticastOption(address, index));
        else
        {
            socket.SetSocketOption(level, SocketOptionName.AddMembership,
                own is null ? new MulticastOption(address) : new MulticastOption(address, own));
        }
    }

    private static (int Index, IPAddress? Own) Find(string name, bool isIp6)
    {
        var all = NetworkInterface.GetAllNetworkInterfaces();
        foreach (var card in all)
        {
            var properties = card.GetIPProperties();
            var own = properties.UnicastAddresses.Select(a => a.Address).ToArray();
            if (card.Name != name && !own.Any(a => a.ToString() == name)) continue;
            if (isIp6) return (properties.GetIPv6Properties().Index, null);
            return (properties.GetIPv4Properties().Index, own.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork));
        }

        throw new AudioException(AudioErrorCode.NotFound, $"network interface '{name}'", "there is no such interface",
            $"Use one of {string.Join(", ", all.Select(n => n.Name))}");
    }

    private static AudioException Explain(IPEndPoint local, SocketException e)
    {
        var asked = string.Create(CultureInfo.InvariantCulture, $"UDP port {local.Port} on {local.Address}");
        return e.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                new AudioException(AudioErrorCode.InputOutput, asked,
                    "the port is in use by another program, or by another stream of this one",
                    "Choose another port, or end the other program; `ss -ulpn` shows it", e),
            SocketError.AddressNotAvailable =>
                new AudioException(AudioErrorCode.InputOutput, asked, "it is not an address of this machine",
                    "To receive, use an address of this machine, a multicast group, or none: rtp://:5004", e),
            SocketError.AccessDenied =>
                new AudioException(AudioErrorCode.AccessDenied, asked, "the system does not allow it", "Choose a port above 1023", e),
            SocketError.AddressFamilyNotSupported =>
                new AudioException(AudioErrorCode.Unsupported, asked, "this machine does not support this address family",
                    "Use the other one, IPv4 or IPv6", e),
            _ => new AudioException(AudioErrorCode.InputOutput, asked, e.Message.TrimEnd('.'), "Check the address and the network", e),
        };
    }

    private static IPAddress Any(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
}
