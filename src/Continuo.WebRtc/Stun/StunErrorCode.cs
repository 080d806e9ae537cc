namespace Continuo.WebRtc.Stun;

/// <summary>Codes of error responses (RFC 8489, 14.8; RFC 8445, 7.3.1.1).</summary>
internal static class StunErrorCode
{
    /// <summary>The request is malformed, or lacks the username or the integrity.</summary>
    public const int BadRequest = 400;

    /// <summary>The username or the integrity is wrong.</summary>
    public const int Unauthenticated = 401;

    /// <summary>The request has attributes that must be, but are not understood.</summary>
    public const int UnknownAttribute = 420;

    /// <summary>Both agents have the same role.</summary>
    public const int RoleConflict = 487;
}
