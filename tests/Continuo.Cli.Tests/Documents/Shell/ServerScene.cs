namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>A server with the configuration of the documents.</summary>
public sealed class ServerScene : ServingScene
{
    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo serve --stream browser=app:firefox") { Until = () => Says("http", "api/streams", "\"name\":\"browser\"") },
        new("continuo serve studio.json") { Until = () => Says("https", "api/streams", "\"name\":\"stems\"") },
        new("continuo serve studio.json --listen 0.0.0.0:7480") { Until = () => Says("https", "api/streams", "\"name\":\"stems\"") },
        new("continuo serve studio.json --listen 0.0.0.0:7480 --tls-self-signed --token listen:9f2c41d7ab")
        {
            Until = () => Says("https", "api/streams", "\"name\":\"stems\""),
        },
    ];

    private protected override void Prepare()
    {
        base.Prepare();
        foreach (var name in new[] { "drums.flac", "bass.flac" })
        {
            Continuo("record", "noise:pink", File(name), "--duration", "3s", "--offline");
        }

        var text = Repository.Blocks("docs/serve.md", "json")[0];
        Assert.Contains("0.0.0.0:7480", text, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File("studio.json"), text.Replace("0.0.0.0:7480", Listen, StringComparison.Ordinal));
    }
}
