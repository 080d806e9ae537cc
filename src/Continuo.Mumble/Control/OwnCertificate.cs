using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Continuo.Audio;
using Continuo.Files;

namespace Continuo.Mumble.Control;

/// <summary>
/// The client's certificate, made once and kept: servers recognise users by it, and other users' clients remember volumes by it.
/// Thread-safe.
/// </summary>
internal static class OwnCertificate
{
    private static readonly Lock Making = new();

    /// <summary>Loads a certificate, or makes it.</summary>
    /// <param name="directory">Where it is kept.</param>
    /// <param name="identity">Its name there.</param>
    /// <exception cref="AudioException">It cannot be kept, or is damaged.</exception>
    public static X509Certificate2 Load(string directory, string identity)
    {
        var path = Path.Combine(directory, identity + ".pfx");
        lock (Making)
        {
            try
            {
                if (File.Exists(path)) return X509CertificateLoader.LoadPkcs12FromFile(path, null);
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                // Not replaced: with another certificate, servers would no longer recognise the user.
                throw new AudioException(e is UnauthorizedAccessException ? AudioErrorCode.AccessDenied : AudioErrorCode.InputOutput, path,
                    $"the certificate cannot be read: {e.Message.TrimEnd('.')}", "Restore it, or delete it to become a new user", e);
            }

            var content = Create(identity);
            StateFile.Replace(path, content, secret: true);
            return X509CertificateLoader.LoadPkcs12(content, null);
        }
    }

    private static byte[] Create(string identity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=Continuo {identity}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false)); // client authentication
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromDays(1), now + TimeSpan.FromDays(20 * 365));
        return certificate.Export(X509ContentType.Pkcs12);
    }
}
