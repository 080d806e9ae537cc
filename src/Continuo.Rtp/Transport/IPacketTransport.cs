using System.Net;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;

namespace Continuo.Rtp.Transport;

/// <summary>
/// Carries the datagrams of one RTP session, audio and reports (RTP and RTCP), in both directions. <see cref="UdpTransport"/> is the usual
/// one; implement this interface to send RTP over anything else.
/// </summary>
/// <remarks>
/// One thread may receive and wait while one other sends; <see cref="Interrupt"/> and <see cref="Statistics"/> may be called from any
/// thread. Receiving and sending must not block, allocate or throw: what cannot be received or sent is counted. The session that a
/// transport is given to disposes it.
/// </remarks>
public interface IPacketTransport : IDisposable
{
    /// <summary>Where this side receives; peers send there.</summary>
    IPEndPoint Local { get; }

    /// <summary>Number of datagrams that were not received or sent, and why. Counts since the transport was opened.</summary>
    PacketTransportStatistics Statistics => default;

    /// <summary>
    /// Replaces the content of <paramref name="batch"/> by datagrams that have arrived, as many as fit, each with its sender and arrival
    /// time. Returns at once. Real-time-safe.
    /// </summary>
    /// <returns>The number of datagrams in the batch; 0 if nothing has arrived.</returns>
    [RealTime]
    int Receive(DatagramBatch batch);

    /// <summary>Sends all datagrams of a batch, each to its peer. A batch holds either RTP or RTCP. Real-time-safe.</summary>
    /// <returns>The number of datagrams sent; the others are counted as refused.</returns>
    [RealTime]
    int Send(DatagramBatch batch);

    /// <summary>Sends one datagram. Real-time-safe.</summary>
    /// <returns>Whether it was sent.</returns>
    [RealTime]
    bool Send(ReadOnlySpan<byte> datagram, in PeerAddress peer);

    /// <summary>Blocks until a datagram can be received, the time-out expires, or <see cref="Interrupt"/> is called.</summary>
    /// <param name="timeout">Maximum wait; zero checks once.</param>
    /// <returns>Whether a datagram can be received.</returns>
    bool Wait(TimeSpan timeout);

    /// <summary>Makes the current <see cref="Wait"/> and all later ones return at once. Thread-safe.</summary>
    void Interrupt();
}
