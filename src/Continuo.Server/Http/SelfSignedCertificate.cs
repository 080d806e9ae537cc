using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Continuo.Audio;
using Continuo.Files;
using Continuo.Server.Logging;

namespace Continuo.Server.Http;

/// <summary>
/// A certificate that the server signs itself, kept for the next start so that browsers in which it was accepted still trust it. The file
/// is readable by this user only.
/// </summary>
internal static class SelfSignedCertificate
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(397); // the longest that browsers accept
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(14);

    /// <summary>Where it is kept.</summary>
    /// <exception cref="AudioException">The user has no home directory.</exception>
    public static string DefaultPath => StateFile.RequiredPathOf("server-certificate.pem");

    /// <summary>The kept one, if it is valid and has the names; else a new one.</summary>
    public static X509Certificate2 Load(
        string path, IReadOnlyList<string> names, IReadOnlyList<IPAddress> addresses, TimeProvider time, ILogger logger)
    {
        var now = time.GetUtcNow();
        var wanted = NamesOf(names, addresses);
        try
        {
            var kept = X509Certificate2.CreateFromPemFile(path);
            if (kept.HasPrivateKey && kept.NotAfter > now.LocalDateTime + Renewal && wanted.IsSubsetOf(NamesIn(kept))) return Usable(kept);
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            // There is none yet, or it is damaged.
        }

        var made = Create(names, addresses, now);
        try
        {
            Save(path, made);
        }
        catch (AudioException e)
        {
            ServerLog.CertificateNotKept(logger, e.Message);
        }

        return Usable(made);
    }

    /// <summary>SHA-256 of the certificate, as browsers show it.</summary>
    public static string FingerprintOf(X509Certificate2 certificate) =>
        string.Join(':', Convert.ToHexString(SHA256.HashData(certificate.RawData)).Chunk(2).Select(c => new string(c)));

    private static X509Certificate2 Create(IReadOnlyList<string> names, IReadOnlyList<IPAddress> addresses, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Continuo", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        foreach (var address in addresses) alternatives.AddIpAddress(address);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)); // server authentication
        return request.CreateSelfSigned(now - TimeSpan.FromDays(1), now + Validity);
    }

    private static void Save(string path, X509Certificate2 certificate)
    {
        var pem = $"{certificate.ExportCertificatePem()}\n{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n";
        StateFile.Replace(path, Encoding.ASCII.GetBytes(pem), secret: true);
    }

    /// <summary>TLS wants the key where the system can reach it.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static HashSet<string> NamesOf(IReadOnlyList<string> names, IReadOnlyList<IPAddress> addresses) =>
        [.. names, .. addresses.Select(a => a.ToString())];

    private static HashSet<string> NamesIn(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return extension is null ? [] : [.. extension.EnumerateDnsNames(), .. extension.EnumerateIPAddresses().Select(a => a.ToString())];
    }
}
