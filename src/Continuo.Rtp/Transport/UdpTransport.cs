using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Transport;

/// <summary>RTP and RTCP over UDP: on two consecutive ports (RFC 3550, section 11) or on one port (RFC 5761).</summary>
public sealed class UdpTransport : IPacketTransport
{
    private const int PortTries = 20;
    private const int ReportBufferBytes = 64 * 1024;

    /// <summary>During a flood of audio, reports are received first every this many calls.</summary>
    private const int ReportTurn = 5;

    private readonly UdpSocket _rtp;
    private readonly UdpSocket? _rtcp;
    private readonly SocketWait _wait;
    private int _turn;

    private UdpTransport(UdpSocket rtp, UdpSocket? rtcp)
    {
        (_rtp, _rtcp) = (rtp, rtcp);
        _wait = rtcp is null ? new SocketWait(rtp) : new SocketWait(rtp, rtcp);
    }

    /// <inheritdoc/>
    public IPEndPoint Local => _rtp.Local;

    /// <inheritdoc/>
    public PacketTransportStatistics Statistics => new(_rtp.Overflows, _rtp.Oversized, _rtp.Refused, _rtp.LastRefusal);

    /// <summary>Opens the ports.</summary>
    /// <param name="options">Address, RTP port and buffer sizes. Port 0 selects a free pair.</param>
    /// <param name="isRtcpShared">
    /// Whether RTCP shares the port of RTP. If not, and the next port is in use, the transport works without RTCP.
    /// </param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InputOutput"/>: the port is in use, or the address is not local;
    /// <see cref="AudioErrorCode.AccessDenied"/>: the port requires privileges; <see cref="AudioErrorCode.NotFound"/>: the interface does
    /// not exist.
    /// </exception>
    public static UdpTransport Open(UdpOptions options, bool isRtcpShared = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        for (var tries = 1; ; tries++)
        {
            var rtp = UdpSocket.Open(options);
            var port = rtp.Local.Port;
            if (isRtcpShared || port == IPEndPoint.MaxPort) return new UdpTransport(rtp, null);
            try
            {
                var isUsable = options.Local.Port != 0 || port % 2 == 0 || tries >= PortTries; // RTP uses an even port, if one is free
                if (isUsable)
                {
                    return new UdpTransport(rtp,
                        UdpSocket.Open(options with
                        {
                            Local = new IPEndPoint(options.Local.Address, port + 1),
                            ReceiveBufferBytes = ReportBufferBytes
                        }));
                }
            }
            catch (AudioException) when (options.Local.Port != 0 || tries >= PortTries)
            {
                return new UdpTransport(rtp, null); // audio does not need reports
            }
            catch (AudioException)
            {
            }

            rtp.Dispose();
        }
    }

    /// <inheritdoc/>
    [RealTime]
    public int Receive(DatagramBatch batch)
    {
        // A socket call is one system call on memory that the batch owns. It does not block, and UdpSocketTests shows that it does not
        // allocate.
#pragma warning disable CTN016, CTN017
        if (_rtcp is null) return _rtp.Receive(batch);
        var areReportsFirst = ++_turn % ReportTurn == 0;
        var count = (areReportsFirst ? _rtcp : _rtp).Receive(batch);
        return count > 0 ? count : (areReportsFirst ? _rtp : _rtcp).Receive(batch);
#pragma warning restore CTN016, CTN017
    }

    /// <inheritdoc/>
    [RealTime]
    public int Send(DatagramBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
#pragma warning disable CTN016, CTN017 // as for Receive
        return batch.Count == 0 ? 0 : PortOf(batch[0]).Send(batch);
#pragma warning restore CTN016, CTN017
    }

    /// <inheritdoc/>
    [RealTime]
#pragma warning disable CTN016, CTN017 // as for Receive
    public bool Send(ReadOnlySpan<byte> datagram, in PeerAddress peer) => PortOf(datagram).Send(datagram, peer);
#pragma warning restore CTN016, CTN017

    /// <inheritdoc/>
    public bool Wait(TimeSpan timeout) => _wait.Wait(timeout.Ticks * 100);

    /// <inheritdoc/>
    public void Interrupt() => _wait.Wake();

    /// <summary>Closes the ports. No other thread may be sending, receiving or waiting.</summary>
    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp?.Dispose();
        _wait.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"UDP {Local}");

    [RealTime]
    private UdpSocket PortOf(ReadOnlySpan<byte> datagram) => _rtcp is not null && RtpPacket.IsRtcp(datagram) ? _rtcp : _rtp;
}
