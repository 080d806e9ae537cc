namespace Continuo.Rtp.Srtp;

/// <summary>Result of unprotecting a received packet.</summary>
internal enum SrtpVerdict
{
    /// <summary>Authentic and new: the packet has been decrypted.</summary>
    Accepted,

    /// <summary>Not an SRTP or SRTCP packet, or cut off.</summary>
    Malformed,

    /// <summary>Its index was accepted before, or lies before the replay window (RFC 3711, 3.3.2).</summary>
    Replayed,

    /// <summary>Its authentication tag is wrong.</summary>
    NotAuthentic,

    /// <summary>Its SSRC is new, and no more sources are tracked.</summary>
    TooManySources,
}
