using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;

namespace Continuo.Rtp.Sending;

/// <summary>
/// Sets up what a sender needs before its first packet: the route to the receiver, a pair of ports, and the session description.
/// </summary>
internal static class RtpSession
{
    private const int ReceiveBytes = 64 * 1024;

    /// <summary>Local address of the route to a receiver.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InputOutput"/> if there is no route.</exception>
    public static IPAddress RouteTo(IPEndPoint destination)
    {
        try
        {
            using var probe = new Socket(destination.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            if (destination.Address.Equals(IPAddress.Broadcast)) probe.EnableBroadcast = true;
            probe.Connect(destination); // sends nothing
            return ((IPEndPoint)probe.LocalEndPoint!).Address;
        }
        catch (SocketException e)
        {
            throw new AudioException(
                AudioErrorCode.InputOutput, $"rtp://{destination}", $"it cannot be reached: {e.Message.TrimEnd('.')}",
                    "Check the address, and that this machine is connected to its network", e);
        }
    }

    /// <summary>
    /// Opens the transport and determines the destination of reports: the port after that of RTP, or the same port with a custom transport.
    /// </summary>
    /// <exception cref="AudioException">No free ports, or no such interface.</exception>
    public static (IPacketTransport Transport, IPEndPoint Control) OpenTransport(IPEndPoint destination, RtpSenderOptions options)
    {
        if (options.Transport is { } open) return (open(), destination);
        var any = destination.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        var setup = new UdpOptions
        {
            Local = new IPEndPoint(any, 0),
            Interface = options.Interface,
            MulticastTtl = options.MulticastTtl,
            ReceiveBufferBytes = ReceiveBytes
        };
        return (UdpTransport.Open(setup), new IPEndPoint(destination.Address, destination.Port + 1));
    }

    /// <summary>The session description (RFC 8866), with which ffmpeg, GStreamer, VLC and Continuo receive the stream.</summary>
    public static string Describe(PacketCodec codec, RtpSenderOptions options, IPEndPoint destination, IPAddress origin, ulong id)
    {
        var format = new SdpFormat(options.PayloadType, codec.Name, codec.ClockRate, codec.WireChannels, codec.Parameters);
        var pair = string.Create(CultureInfo.InvariantCulture, $"{options.PayloadType}/{options.PayloadType}");
        SdpFormat[] formats = options.Redundancy == 0
            ? [format]
            : [new SdpFormat(options.RedundantPayloadType, "red", codec.ClockRate, codec.WireChannels, pair), format];
        return SdpWriter.Write(new SdpDescription
        {
            SessionId = id,
            SessionVersion = id,
            Origin = origin,
            Name = "Continuo",
            Connection = new SdpConnection(destination.Address, SdpConnection.IsGroup(destination.Address) ? options.MulticastTtl : null),
            Media =
            [
                new SdpMedia { Port = destination.Port, Formats = formats, PacketMilliseconds = codec.PacketTime.TotalMilliseconds,
                    Direction = SdpDirection.SendOnly },
            ],
        });
    }
}
