using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Continuo.Audio;
using Continuo.Server.Logging;
using Continuo.Server.Options;

namespace Continuo.Server.Http;

/// <summary>Loads the certificate that the options name.</summary>
internal static class ServerCertificate
{
    /// <exception cref="AudioException">The file cannot be read, or the key does not fit.</exception>
    public static X509Certificate2? Load(ServerOptions options, TimeProvider time, ILogger logger)
    {
        if (options.Tls is not { } tls) return null;
        if (tls.Certificate is not { } file)
        {
            var made = SelfSignedCertificate.Load(tls.SelfSignedPath ?? SelfSignedCertificate.DefaultPath, [.. HostNamesOf(options)],
                [.. AddressesOf(options)], time, logger);
            var fingerprint = SelfSignedCertificate.FingerprintOf(made);
            ServerLog.SelfSigned(logger, fingerprint, made.NotAfter);
            return made;
        }

        try
        {
            if (!File.ReadAllText(file).Contains("-----BEGIN", StringComparison.Ordinal))
            {
                return X509CertificateLoader.LoadPkcs12FromFile(file, tls.Password);
            }

            using var pem = tls.Password is { } password
                ? X509Certificate2.CreateFromEncryptedPemFile(file, password, tls.Key)
                : X509Certificate2.CreateFromPemFile(file, tls.Key);
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"the TLS certificate {file}", e.Message.TrimEnd('.'),
                "Check the files and the password of tls in the configuration", e);
        }
    }

    private static IEnumerable<string> HostNamesOf(ServerOptions options) =>
        options.PublicNames.Append("localhost")
            .Append(Environment.MachineName.ToLowerInvariant())
            .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those listened on; if that is all, those of this machine.</summary>
    private static IEnumerable<IPAddress> AddressesOf(ServerOptions options)
    {
        var listened = options.Listen.Select(l => l.Address);
        if (options.Listen.Any(l => l.Address.Equals(IPAddress.Any) || l.Address.Equals(IPAddress.IPv6Any)))
        {
            listened = NetworkInterface.GetAllNetworkInterfaces()
                .Where(i => i.OperationalStatus == OperationalStatus.Up)
                .SelectMany(i => i.GetIPProperties().UnicastAddresses)
                .Select(a => a.Address)
                .Where(a => !a.IsIPv6LinkLocal);
        }

        return listened.Concat(options.PublicAddresses).Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).Distinct();
    }
}
