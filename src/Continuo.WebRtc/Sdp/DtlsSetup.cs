namespace Continuo.WebRtc.Sdp;

/// <summary>Which side begins the handshake (<c>a=setup</c>; RFC 4145, 4; RFC 8842, 5).</summary>
internal enum DtlsSetup
{
    /// <summary>The answer decides; only in offers.</summary>
    ActPass,

    /// <summary>The describing side is the client.</summary>
    Active,

    /// <summary>The describing side is the server.</summary>
    Passive,
}
