using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Client;

/// <summary>What we ask a server for. Immutable.</summary>
/// <param name="IsSending">Whether we send (WHIP); otherwise we receive (WHEP).</param>
internal sealed record ClientRequest(bool IsSending)
{
    /// <summary>To listen, with redundancy if the server has it.</summary>
    public static readonly ClientRequest ToReceive = new(IsSending: false);

    /// <summary>Whether to offer redundant packets.</summary>
    public bool Red { get; init; } = true;

    /// <summary>Whether the audio is stereo.</summary>
    public bool Stereo { get; init; } = true;

    /// <summary>SSRC of what we send.</summary>
    public uint Ssrc { get; init; }

    /// <summary>The offer with our credentials.</summary>
    public OfferOptions ToOffer(IceCredentials ice, DtlsFingerprint fingerprint) => new()
    {
        Ice = ice,
        Fingerprint = fingerprint,
        IsSending = IsSending,
        OfferRed = Red,
        IsStereo = Stereo,
        Ssrc = Ssrc,
    };
}
