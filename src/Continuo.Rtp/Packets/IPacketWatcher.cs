using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>Sees packets as they arrive, before the jitter buffer: late, repeated and redundant ones, too.</summary>
internal interface IPacketWatcher
{
    /// <summary>Called for each packet, on the thread that receives it. Must not block, allocate or throw.</summary>
    /// <param name="packet">The packet; valid during the call.</param>
    /// <param name="codec">Its codec; media times count frames of its format.</param>
    /// <param name="arrival">When it arrived, in nanoseconds of the clock.</param>
    [RealTime]
    void Watch(in IncomingPacket packet, PacketCodec codec, long arrival);
}
