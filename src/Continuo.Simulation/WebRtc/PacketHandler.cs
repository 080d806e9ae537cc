using Continuo.Rtp.Wire;

namespace Continuo.Simulation.WebRtc;

/// <summary>Takes a decrypted packet, and when it arrived in nanoseconds of the system's clock.</summary>
internal delegate void PacketHandler(in RtpPacket packet, long arrival);
