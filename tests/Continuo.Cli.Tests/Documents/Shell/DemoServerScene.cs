namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>The demo's server, its listeners and its publishers.</summary>
public sealed class DemoServerScene : ServingScene
{
    private const string Token = "a-token-of-a-guest";

    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo serve --demo") { Until = () => Says("http", "", "<html"), Stays = true },
        new("ffplay -nodisp http://127.0.0.1:7480/listen/band.ogg") { Until = () => Plays(3), AnyExitCode = true },
        new("mpv --profile=low-latency http://127.0.0.1:7480/listen/band.ogg") { Until = () => Plays(3), AnyExitCode = true },
        new("curl -s http://127.0.0.1:7480/listen/band.wav | head -c 200000 > band.wav")
        {
            AnyExitCode = true, // curl fails when head has enough
            Then = () => Assert.True(Has("band.wav", 200_000)),
        },
        new("continuo play whep:http://127.0.0.1:7480/whep/band") { Until = () => PlaysOn(3) },
        new("continuo play \"whep:http://studio:7480/whep/band?bearer=TOKEN\"") { With = [("TOKEN", Token)], Until = () => PlaysOn(3) },
        new("continuo record whep:http://studio:7480/whep/band take.wav") { Until = () => Has("take.wav", 50_000) },
        new("continuo stream app:firefox --to whip:http://127.0.0.1:7480/whip/firefox") { Until = () => Arrives("firefox") },
        new("continuo stream app:firefox --to whip:http://studio:7480/whip/desk") { Until = () => Arrives("desk") },
    ];

    private protected override void Prepare()
    {
        base.Prepare();
        Environment["CONTINUO__TOKENS__guest__ROLE"] = "listen";
        Environment["CONTINUO__TOKENS__guest__TOKEN"] = Token;
    }

    // The application is silent; its packets are what tells silence from waiting.
    private bool Arrives(string stream) => Says("http", $"api/streams/{stream}", "\"health\":\"silent\"");
}
