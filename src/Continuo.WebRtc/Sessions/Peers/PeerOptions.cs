using Continuo.WebRtc.Dtls;
using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>Parameters of a <see cref="PeerConnection"/>. Immutable.</summary>
/// <param name="Local">Credentials by which the peer's checks are authenticated.</param>
/// <param name="Dtls">Role and fingerprint.</param>
/// <param name="Expiry">End without checks for this long, in nanoseconds.</param>
/// <param name="ConnectTimeout">End if not connected after this long, in nanoseconds.</param>
internal sealed record PeerOptions(IceCredentials Local, DtlsRequest Dtls, long Expiry, long ConnectTimeout);
