namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>The load of a room, with fewer speakers and for less time.</summary>
public sealed class RoomScene : Scene
{
    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo load --speakers 100 --listeners 100 --personal --seconds 60") { With = [(" 100", " 4"), (" 60", " 2")] },
    ];
}
