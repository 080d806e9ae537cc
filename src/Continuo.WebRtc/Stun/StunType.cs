namespace Continuo.WebRtc.Stun;

/// <summary>The messages of the only method ICE uses, binding (RFC 8489, 5 and 18.2).</summary>
internal enum StunType : ushort
{
    /// <summary>A connectivity check (RFC 8445, 7.2).</summary>
    Request = 0x0001,

    /// <summary>Keeps a path open; it is not answered (RFC 8445, 11).</summary>
    Indication = 0x0011,

    /// <summary>Answers a request.</summary>
    Success = 0x0101,

    /// <summary>Refuses a request.</summary>
    Error = 0x0111,
}
