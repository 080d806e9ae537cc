using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Continuo.WebRtc.Dtls.BouncyCastle;

/// <summary>The client of a DTLS-SRTP handshake (RFC 5764).</summary>
internal sealed class BouncyClient(BcTlsCrypto crypto, BouncyCertificate certificate, HandshakeState state)
    : DefaultTlsClient(crypto), TlsAuthentication
{
    public override int GetHandshakeTimeoutMillis() => (int)state.Request.Timeout.TotalMilliseconds;

    public override int GetHandshakeResendTimeMillis() => (int)state.Request.Resend.TotalMilliseconds;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        var extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetClientExtensions());
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData([.. state.Request.Profiles.Select(p => (int)p)], []));
        return extensions;
    }

    public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
    {
        base.ProcessServerExtensions(serverExtensions);
        state.Choose(serverExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(serverExtensions));
    }

    public override TlsAuthentication GetAuthentication() => this;

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate) => state.Verify(serverCertificate.Certificate);

    public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) => certificate.CreateSigner(m_context, crypto);

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        state.Complete(m_context);
    }

    public override void NotifyAlertReceived(short level, short description) => state.NoteReceived(level, description);

    public override void NotifyAlertRaised(short level, short description, string? message, Exception? cause) =>
        state.NoteRaised(message ?? cause?.Message);

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    // Servers with an RSA key exist (Janus in its default configuration).
    protected override int[] GetSupportedCipherSuites() =>
    [
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ];
}
