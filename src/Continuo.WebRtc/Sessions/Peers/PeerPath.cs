using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>Where a peer is at present. Immutable, so that senders on other threads read a whole address.</summary>
internal sealed class PeerPath(in PeerAddress address)
{
    /// <summary>The address.</summary>
    [RealTime]
    public PeerAddress Address { get; } = address;
}
