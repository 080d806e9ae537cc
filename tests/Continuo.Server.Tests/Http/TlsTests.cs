using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Continuo.Audio;
using Continuo.Server.Http;
using Continuo.Server.Options;

namespace Continuo.Server.Tests.Http;

public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("continuo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_self_signed_certificate_is_kept_so_that_browsers_go_on_trusting_it()
    {
        var first = await FingerprintAsync(new TlsOptions { SelfSignedPath = Path.Combine(_folder, "state", "c.pem") });
        var second = await FingerprintAsync(new TlsOptions { SelfSignedPath = Path.Combine(_folder, "state", "c.pem") });

        Assert.Equal(first, second);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "state", "c.pem")));
        }
    }

    [Fact]
    public async Task A_damaged_one_is_replaced()
    {
        var path = Path.Combine(_folder, "c.pem");
        await File.WriteAllTextAsync(path, "nonsense", TestContext.Current.CancellationToken);

        Assert.NotEmpty(await FingerprintAsync(new TlsOptions { SelfSignedPath = path }));
    }

    [Fact]
    public async Task A_certificate_of_ones_own_is_served()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=mine", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(_folder, "cert.pem"), made.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "key.pem"),
            key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);

        Assert.Equal(SelfSignedCertificate.FingerprintOf(made),
            await FingerprintAsync(new TlsOptions(Path.Combine(_folder, "cert.pem"), Path.Combine(_folder, "key.pem"))));
    }

    [Fact]
    public async Task A_key_that_does_not_fit_is_a_clear_failure()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "cert.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            TestContext.Current.CancellationToken);

        var e = await Assert.ThrowsAsync<AudioException>(() => FingerprintAsync(new TlsOptions(Path.Combine(_folder, "cert.pem"))));

        Assert.Equal(AudioErrorCode.InvalidArgument, e.Code);
        Assert.Contains("cert.pem", e.Message, StringComparison.Ordinal);
    }

    private static async Task<string> FingerprintAsync(TlsOptions tls)
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Tls = tls });
        var fingerprint = "";
        using var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new()
            {
#pragma warning disable CA5359 // the fingerprint is what is tested
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    fingerprint = SelfSignedCertificate.FingerprintOf((X509Certificate2)certificate!);
                    return true;
                },
#pragma warning restore CA5359
            },
        });
        Assert.Equal("https", server.Address.Scheme);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(server.Address, TestContext.Current.CancellationToken)).StatusCode);
        return fingerprint;
    }
}
