using System.Globalization;

namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>A scene with a server of ours.</summary>
public abstract class ServingScene : AudioServerScene
{
    private readonly HttpClient _client;

    private protected ServingScene() => _client = new HttpClient(new HttpClientHandler
    {
        UseProxy = false,
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    });

    /// <summary>Where the server listens.</summary>
    private protected string Listen => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ServerPort}");

    /// <summary>Whether the server answers a request with a text that contains another.</summary>
    private protected bool Says(string scheme, string path, string part)
    {
        try
        {
            return _client.GetStringAsync(new Uri($"{scheme}://{Listen}/{path}"))
                .GetAwaiter().GetResult().Contains(part, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private protected override void Prepare()
    {
        base.Prepare();
        // In place of the default port, where a command names none.
        Environment["CONTINUO__LISTEN"] = Listen;
    }

    private protected override void Leave()
    {
        _client.Dispose();
        base.Leave();
    }
}
