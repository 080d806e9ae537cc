using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Dtls;

/// <summary>A DTLS 1.2 implementation with its certificate (RFC 6347, RFC 5764). Thread-safe.</summary>
internal interface IDtlsEngine
{
    /// <summary>Fingerprint of the certificate.</summary>
    DtlsFingerprint Fingerprint { get; }

    /// <summary>Performs a handshake. Blocks the calling thread until it succeeds or fails.</summary>
    /// <param name="request">Role, fingerprint, profiles and times.</param>
    /// <param name="pipe">The datagrams of the peer. Closing it ends the handshake at once.</param>
    /// <returns>The connection. The pipe belongs to it.</returns>
    /// <exception cref="DtlsException">The handshake failed; the message states the reason.</exception>
    IDtlsConnection Handshake(DtlsRequest request, DtlsPipe pipe);
}
