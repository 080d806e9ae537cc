using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Sockets;

namespace Continuo.Rtp.Sending;

/// <summary>What a sender sets up before its first packet: the way to the receiver, a pair of ports, and the description for others.</summary>
internal static class RtpSession
{
    private const int Tries = 16;
    private const int ReceiveBytes = 64 * 1024;

    /// <summary>From which address of this machine the way to a receiver leads.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InputOutput"/> if there is no way.</exception>
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
                AudioErrorCode.InputOutput, $"rtp://{destination}", $"it cannot be reached: {e.Message.TrimEnd('.')}", "Check the address, and that this machine is connected to its network", e);
        }
    }

    /// <summary>Opens two ports, of which the second, RTCP's, is the next after the first, as receivers assume.</summary>
    /// <exception cref="AudioException">The system has no ports left, or there is no such interface.</exception>
    public static (UdpSocket Rtp, UdpSocket Rtcp) OpenPorts(IPEndPoint destination, RtpSenderOptions options)
    {
        var any = destination.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        var setup = new UdpOptions { Local = new IPEndPoint(any, 0), Interface = options.Interface, MulticastTtl = options.MulticastTtl, ReceiveBufferBytes = ReceiveBytes };
        for (var attempt = 1; ; attempt++)
        {
            var rtp = UdpSocket.Open(setup);
            try
            {
                return (rtp, UdpSocket.Open(setup with { Local = new IPEndPoint(any, rtp.Local.Port + 1) }));
            }
            catch (Exception e) when (e is AudioException or ArgumentOutOfRangeException && attempt < Tries)
            {
                rtp.Dispose(); // its neighbour is taken: try another pair
            }
            catch
            {
                rtp.Dispose();
                throw;
            }
        }
    }

    /// <summary>The session's description (RFC 8866), by which ffmpeg, GStreamer, VLC and Continuo receive it.</summary>
    public static string Describe(PacketCodec codec, RtpSenderOptions options, IPEndPoint destination, IPAddress origin, ulong id)
    {
        var format = new SdpFormat(options.PayloadType, codec.Name, codec.ClockRate, codec.WireChannels, codec.Parameters);
        var pair = string.Create(CultureInfo.InvariantCulture, $"{options.PayloadType}/{options.PayloadType}");
        SdpFormat[] formats = options.Redundancy == 0 ? [format] : [new SdpFormat(options.RedundantPayloadType, "red", codec.ClockRate, codec.WireChannels, pair), format];
        return SdpWriter.Write(new SdpDescription
        {
            SessionId = id,
            SessionVersion = id,
            Origin = origin,
            Name = "Continuo",
            Connection = new SdpConnection(destination.Address, SdpConnection.IsGroup(destination.Address) ? options.MulticastTtl : null),
            Media =
            [
                new SdpMedia { Port = destination.Port, Formats = formats, PacketMilliseconds = codec.PacketTime.TotalMilliseconds, Direction = SdpDirection.SendOnly },
            ],
        });
    }
}
