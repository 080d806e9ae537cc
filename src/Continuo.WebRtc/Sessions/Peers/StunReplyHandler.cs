using Continuo.Rtp.Sockets;
using Continuo.WebRtc.Stun;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>Handles a STUN message that is no request. On the receive thread.</summary>
/// <param name="message">The message; not authenticated.</param>
/// <param name="from">Its sender.</param>
/// <param name="arrival">Arrival time in nanoseconds of the port's clock.</param>
internal delegate void StunReplyHandler(in StunMessage message, in PeerAddress from, long arrival);
