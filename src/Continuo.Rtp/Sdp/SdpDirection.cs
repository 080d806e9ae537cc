namespace Continuo.Rtp.Sdp;

/// <summary>Direction of a medium, from the point of view of the author of the description.</summary>
internal enum SdpDirection
{
    /// <summary>Send and receive (<c>sendrecv</c>); the default.</summary>
    SendReceive,

    /// <summary>The author only sends (<c>sendonly</c>).</summary>
    SendOnly,

    /// <summary>The author only receives (<c>recvonly</c>).</summary>
    ReceiveOnly,

    /// <summary>Neither sends (<c>inactive</c>).</summary>
    Inactive,
}
