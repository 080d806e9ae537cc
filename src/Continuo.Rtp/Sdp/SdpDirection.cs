namespace Continuo.Rtp.Sdp;

/// <summary>Who of two sends, seen from the one who wrote the description.</summary>
public enum SdpDirection
{
    /// <summary>Both; what holds if nothing is said.</summary>
    SendReceive,

    /// <summary>The writer only.</summary>
    SendOnly,

    /// <summary>The other only.</summary>
    ReceiveOnly,

    /// <summary>Nobody for now.</summary>
    Inactive,
}
