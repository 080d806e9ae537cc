namespace Continuo.WebRtc.Stun;

/// <summary>
/// Attributes of messages (RFC 8489, 18.3; RFC 8445, 16.1). Those below 0x8000 must be understood by who answers a request.
/// </summary>
internal enum StunAttribute : ushort
{
    /// <summary>Both user fragments of a check, the receiver's first.</summary>
    Username = 0x0006,

    /// <summary>HMAC-SHA1 of what precedes it.</summary>
    MessageIntegrity = 0x0008,

    /// <summary>Why a request was refused.</summary>
    ErrorCode = 0x0009,

    /// <summary>Attributes that were not understood.</summary>
    UnknownAttributes = 0x000A,

    /// <summary>The address that a request came from, XORed with the magic cookie and the transaction.</summary>
    XorMappedAddress = 0x0020,

    /// <summary>Priority that a peer-reflexive candidate of this check would have.</summary>
    Priority = 0x0024,

    /// <summary>The controlling agent nominates the pair.</summary>
    UseCandidate = 0x0025,

    /// <summary>Name of the implementation.</summary>
    Software = 0x8022,

    /// <summary>
    /// In an indication with integrity: the server will end the session soon, and asks for another offer meanwhile. Ours alone; others
    /// ignore it (RFC 8489, 18.3: it need not be understood).
    /// </summary>
    Leaving = 0xFFC7,

    /// <summary>CRC-32 of what precedes it.</summary>
    Fingerprint = 0x8028,

    /// <summary>The sender is the controlled agent.</summary>
    IceControlled = 0x8029,

    /// <summary>The sender is the controlling agent.</summary>
    IceControlling = 0x802A,
}
