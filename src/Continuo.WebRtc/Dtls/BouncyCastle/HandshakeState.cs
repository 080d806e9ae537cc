using System.Security.Cryptography;
using Continuo.Rtp.Srtp;
using Org.BouncyCastle.Tls;

namespace Continuo.WebRtc.Dtls.BouncyCastle;

/// <summary>
/// What the client and the server role share: verification of the peer, choice of the profile, export of the keys, alerts. One handshake.
/// </summary>
internal sealed class HandshakeState(DtlsRequest request)
{
    private bool _isPeerVerified;
    private SrtpProfile _profile;
    private volatile string? _alert;

    public DtlsRequest Request => request;

    /// <summary>The result; <see langword="null"/> before the handshake is complete.</summary>
    public SrtpKeyingMaterial? Keys { get; private set; }

    /// <summary>The last alert received, or the one that was raised here; <see langword="null"/> if there was none.</summary>
    public string? Alert => _alert;

    /// <summary>Whether the peer has sent a close_notify or a fatal alert.</summary>
    public bool IsClosedByPeer { get; private set; }

    /// <summary>Compares the peer's certificate with the fingerprint of its session description (RFC 8122, 6.2).</summary>
    /// <exception cref="TlsFatalAlert">It has none, or another.</exception>
    public void Verify(Certificate certificate)
    {
        if (certificate.IsEmpty) throw new TlsFatalAlert(AlertDescription.bad_certificate, "the peer has no certificate");
        if (!request.PeerFingerprint.IsOf(certificate.GetCertificateAt(0).GetEncoded()))
        {
            throw new TlsFatalAlert(
                AlertDescription.bad_certificate, "the peer's certificate has another fingerprint than its session description says");
        }

        _isPeerVerified = true;
    }

    /// <summary>Chooses the first of our profiles that the peer has, too.</summary>
    /// <exception cref="TlsFatalAlert">There is none.</exception>
    public SrtpProfile Choose(UseSrtpData? offered)
    {
        foreach (var profile in request.Profiles)
        {
            if (offered is not null && offered.ProtectionProfiles.Contains((int)profile)) return _profile = profile;
        }

        throw new TlsFatalAlert(AlertDescription.handshake_failure, "the peer has neither AEAD_AES_128_GCM nor AES128_CM_HMAC_SHA1_80");
    }

    /// <summary>Exports the keys.</summary>
    /// <exception cref="TlsFatalAlert">The peer has not proved who it is.</exception>
    public void Complete(TlsContext context)
    {
        if (!_isPeerVerified) throw new TlsFatalAlert(AlertDescription.bad_certificate, "the peer has sent no certificate");
        var exported = context.ExportKeyingMaterial(SrtpKeyingMaterial.ExporterLabel, null, SrtpKeyingMaterial.Bytes(_profile));
        Keys = new SrtpKeyingMaterial(_profile, exported);
        CryptographicOperations.ZeroMemory(exported);
    }

    public void NoteReceived(short level, short description)
    {
        if (level == AlertLevel.fatal || description == AlertDescription.close_notify) IsClosedByPeer = true;
        _alert = $"the peer sent the alert {AlertDescription.GetName(description)}";
    }

    public void NoteRaised(string? message) => _alert ??= message;
}
