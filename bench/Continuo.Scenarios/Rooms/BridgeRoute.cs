using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;
using Continuo.Simulation.Load;

namespace Continuo.Scenarios.Rooms;

/// <summary>
/// Sends each participant's packets to the address that the mixing server has given to it, from the port at which it receives: Janus
/// accepts no others.
/// </summary>
internal sealed class BridgeRoute(UdpTransport transport, IReadOnlyList<PeerAddress> addresses, int clockStep) : IVoiceRoute
{
    private readonly DatagramBatch _batch = new(64);

    /// <inheritdoc/>
    public void Send(int room, int voice, long packet, ReadOnlySpan<byte> payload, long now)
    {
        var header = new RtpHeader(PayloadTypes.Opus, (ushort)packet, (uint)(packet * clockStep), RtpRoute.FirstSsrc + (uint)voice);
        var at = header.WriteTo(_batch.Next);
        payload.CopyTo(_batch.Next[at..]);
        _batch.Add(at + payload.Length, addresses[voice]);
        if (_batch.Count == _batch.Capacity) Flush();
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_batch.Count > 0) transport.Send(_batch);
        _batch.Clear();
    }
}
