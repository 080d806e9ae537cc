namespace Continuo.Rtp.Packets;

/// <summary>Where a <see cref="Packetizer"/> puts its packets. Outside failures are counted there, not thrown.</summary>
internal interface IPacketWire
{
    /// <summary>Takes a packet, whose payload is valid only during the call. Called on the thread that writes to the packetizer.</summary>
    void Send(in OutgoingPacket packet);
}
