namespace Continuo.WebRtc.Sessions;

/// <summary>Direction of a session.</summary>
public enum WebRtcSessionKind
{
    /// <summary>The peer receives a stream (WHEP).</summary>
    Listen,

    /// <summary>The peer sends audio (WHIP, RFC 9725).</summary>
    Publish,
}
