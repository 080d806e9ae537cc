namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>
/// State of a session:
/// <code>
/// New ──▶ Checking ──▶ Handshaking ──▶ Connected ──▶ Ended
///  └──────────┴─────────────┴──────────────────────────▲
/// </code>
/// </summary>
public enum WebRtcSessionState
{
    /// <summary>The answer was created; nothing has arrived yet.</summary>
    New,

    /// <summary>An authenticated connectivity check has arrived (RFC 8445).</summary>
    Checking,

    /// <summary>The DTLS handshake is in progress.</summary>
    Handshaking,

    /// <summary>Audio flows.</summary>
    Connected,

    /// <summary>The session is over.</summary>
    Ended,
}
