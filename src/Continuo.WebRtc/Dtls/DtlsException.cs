namespace Continuo.WebRtc.Dtls;

/// <summary>A DTLS handshake failed. The message is one clause for people.</summary>
internal sealed class DtlsException(string message, Exception? inner = null) : Exception(message, inner);
