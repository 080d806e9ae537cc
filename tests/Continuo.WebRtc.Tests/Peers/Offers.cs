using Continuo.WebRtc.Client;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Tests.Peers;

/// <summary>Offers of peers that need not connect.</summary>
internal static class Offers
{
    public static string Listen =>
        SdpOffer.Create(ClientRequest.ToReceive.ToOffer(IceCredentials.Create(), BouncyEngine.Instance.Fingerprint)).Text;

    public static string Publish =>
        SdpOffer.Create(new ClientRequest(IsSending: true).ToOffer(IceCredentials.Create(), BouncyEngine.Instance.Fingerprint)).Text;
}
