namespace Continuo.Rtp.Packets;

/// <summary>Receives the packets of a <see cref="Packetizer"/>. Implementations count network failures instead of throwing.</summary>
internal interface IPacketWire
{
    /// <summary>Sends a packet. Its payload is valid only during the call. Called on the thread that writes to the packetizer.</summary>
    void Send(in OutgoingPacket packet);
}
