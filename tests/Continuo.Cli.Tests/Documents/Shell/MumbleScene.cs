using System.Globalization;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>A Mumble server of the scene's own, with a user called anna who talks.</summary>
public sealed class MumbleScene : AudioServerScene
{
    private const string Address = "mumble://voice.example.org/Studio";

    private readonly TemporaryFolder _directory = new();
    private ShellProcess? _server;

    internal override IReadOnlyList<Step> Steps =>
    [
        Of($"continuo stream tone:440 --to \"{Address}?name=anna\"") with
        {
            Undocumented = true,
            Until = () => Log.Contains("anna", StringComparison.Ordinal),
            Stays = true,
        },
        Of($"continuo record {Address} channel.wav") with { Until = () => Has("channel.wav", 50_000) },
        Of($"continuo record \"{Address}?user=anna\" anna.wav --wait") with { Until = () => Has("anna.wav", 50_000) },
        Of($"continuo stream app:firefox --to \"{Address}?name=Radio\"") with
        {
            Shorter = "--duration 1s",
            Then = () => Assert.Contains("Radio", Log, StringComparison.Ordinal),
        },
    ];

    private string Log => $"{_server}";

    private protected override void Prepare()
    {
        base.Prepare();
        if (!OperatingSystem.IsWindows() && System.Environment.UserName == "root")
        {
            System.IO.File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_111_111);
        }

        System.IO.File.WriteAllText(_directory.File("server.ini"), string.Create(CultureInfo.InvariantCulture, $"""
            database={_directory.File("sqlite")}
            pidfile=
            ice=
            host=127.0.0.1
            port={ServerPort}
            bonjour=false

            """));
        _server = new ShellProcess(_directory.Path, Environment, "PATH=$PATH:/usr/sbin murmurd -fg -ini server.ini");
        _server.WaitUntil(() => Log.Contains("Server listening", StringComparison.Ordinal));
    }

    private protected override void Leave()
    {
        _server?.Dispose();
        _directory.Dispose();
        base.Leave();
    }

    // The channel "Studio" is not there in a new server: the root is used in its place; its certificate is its own.
    private Step Of(string command) => new(command)
    {
        With =
        [
            ("voice.example.org/Studio?", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ServerPort}/?insecure&")),
            ("voice.example.org/Studio", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ServerPort}/?insecure")),
        ],
    };
}
