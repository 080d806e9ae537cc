using Continuo.Rtp.Sockets;
using Continuo.WebRtc.Stun;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>Handles a STUN response. On the receive thread.</summary>
/// <param name="message">The message; not authenticated.</param>
/// <param name="from">Its sender.</param>
/// <param name="arrival">Arrival time in nanoseconds of the port's clock.</param>
internal delegate void StunResponseHandler(in StunMessage message, in PeerAddress from, long arrival);
