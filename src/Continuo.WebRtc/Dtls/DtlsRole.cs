namespace Continuo.WebRtc.Dtls;

/// <summary>Side of a DTLS handshake, agreed by <c>a=setup</c> (RFC 8842).</summary>
internal enum DtlsRole
{
    /// <summary>Sends the ClientHello (<c>a=setup:active</c>).</summary>
    Client,

    /// <summary>Waits for the ClientHello (<c>a=setup:passive</c>).</summary>
    Server,
}
