namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>A command that is not run here, and why.</summary>
/// <param name="Command">The command, or the beginning of one if it ends with <c>…</c>.</param>
/// <param name="Reason">What it would need, and which test runs it instead, if one does.</param>
internal sealed record OnlyParsed(string Command, string Reason)
{
    /// <summary>All of them.</summary>
    public static OnlyParsed[] All { get; } =
    [
        new("./test", "it is what runs this test"),
        new("./publish…", "minutes; ./test runs it, and the command line's tests with the result"),
        new("./pack…", "a minute; PackageTests runs it"),
        new("bench/…", "minutes, and a machine for itself"),
        new("dotnet tool install --global Continuo.Tool --add-source artifacts/package/release",
            "changes the user's tools; PackageTests does it in a folder"),
        new("dotnet nuget add source…", "changes the user's configuration; PackageTests has a feed of its own"),
        new("dotnet add package Continuo.All", "needs a project and the feed; PackageTests builds such projects"),
        new("dotnet build Continuo.slnx", "./test does it"),
        new("dotnet format whitespace . --folder --include src/ tests/ bench/ samples/", "./test does it"),
        new("dotnet run…", "minutes; ./test runs the test projects, bench/report the scenarios and benchmarks"),
        new("CONTINUO_BINARY=$PWD/artifacts/publish/linux-x64/continuo dotnet run…", "needs the native executable; ./test does it"),
        new("CONTINUO_PROPERTY_INPUTS=10000 dotnet run…", "minutes; ./test runs the tests with fewer inputs"),
        new("CONTINUO_WRITE_SCHEMA=1 dotnet run…", "writes documents of this repository"),
        new("dotnet-counters monitor --counters Continuo,Continuo.Hosting -- ./program",
            "a tool of the SDK that is not part of it; AudioHostTests reads these meters"),
        new("node tests/Continuo.Page.Tests/fake/server.mjs…", "needs a browser to look at it; Continuo.Page.Tests runs it"),
        new("continuo bridge mumble://one.example.org/Lobby mumble://two.example.org/Stage --puppets",
            "needs two servers; Continuo.Mumble.Tests runs it"),
        new("openssl rand -hex 32…", "makes a secret; ServedNodes writes one"),
        new("continuo serve studio.json --cluster…", "needs Redis and several addresses; ServedRoomTests starts three such nodes"),
        new("continuo cluster…", "needs a cluster; ServedRoomTests asks its API"),
        new("continuo play rtp://239.1.2.3:5004?if=eth0", "needs a network with multicast; MulticastTests makes one"),
    ];

    /// <summary>Whether it stands for a command.</summary>
    public bool Covers(string command) => Command.EndsWith('…')
        ? command.StartsWith(Command[..^1], StringComparison.Ordinal)
        : command == Command;
}
