using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Continuo.WebRtc.Dtls.BouncyCastle;

/// <summary>The server of a DTLS-SRTP handshake (RFC 5764), which requires a certificate of the client.</summary>
internal sealed class BouncyServer(BcTlsCrypto crypto, BouncyCertificate certificate, HandshakeState state) : DefaultTlsServer(crypto)
{
    public override int GetHandshakeTimeoutMillis() => (int)state.Request.Timeout.TotalMilliseconds;

    public override int GetHandshakeResendTimeMillis() => (int)state.Request.Resend.TotalMilliseconds;

    public override CertificateRequest GetCertificateRequest() => new(
        [ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign],
        TlsUtilities.GetDefaultSupportedSignatureAlgorithms(m_context),
        []);

    public override void NotifyClientCertificate(Certificate clientCertificate) => state.Verify(clientCertificate);

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        var extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetServerExtensions());
        var profile = state.Choose(m_clientExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(m_clientExtensions));
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData([(int)profile], []));
        return extensions;
    }

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        state.Complete(m_context);
    }

    public override void NotifyAlertReceived(short level, short description) => state.NoteReceived(level, description);

    public override void NotifyAlertRaised(short level, short description, string? message, Exception? cause) =>
        state.NoteRaised(message ?? cause?.Message);

    // Browsers that offer DTLS 1.3 agree to 1.2 in the same flight.
    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    // RFC 8827 (6.5) requires the first. OpenSSL's peers (aiortc, GStreamer) choose the second.
    protected override int[] GetSupportedCipherSuites() =>
        [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384];

    protected override TlsCredentialedSigner GetECDsaSignerCredentials() => certificate.CreateSigner(m_context, crypto);
}
