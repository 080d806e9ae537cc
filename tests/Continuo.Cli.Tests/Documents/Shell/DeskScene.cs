namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>The example of the desk, as it is and from a file.</summary>
public sealed class DeskScene : Scene
{
    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo desk --example") { Shorter = "--seconds 2" },
        new("continuo desk --example --print > desk.json") { Then = () => Assert.True(Has("desk.json", 300)) },
        new("continuo desk desk.json") { Shorter = "--seconds 2" },
    ];

    private protected override void Prepare() => Environment["XDG_STATE_HOME"] = File("state");
}
