using System.Diagnostics;
using System.Globalization;
using System.Text;
using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Engine;

/// <summary>
/// Sockets are for the user who made them. A program of another user that reaches one all the same, because somebody has opened its mode,
/// is told so and let go; the user's own are served on. Only root can play two users; else only the mode is looked at.
/// </summary>
public sealed class OtherUserTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("continuo-users-").FullName;
    private Process? _server;

    /// <summary>Ends the server.</summary>
    public void Dispose()
    {
        TestTool.Kill(_server);
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void The_engine_refuses_another_users_program() =>
        Check("engine.sock", socket => ["engine", "--socket", socket, "--to", "null:"], "it serves only its own user and root");

    [Fact]
    public void The_ipc_server_refuses_another_users_program() =>
        Check("ipc.sock", socket => ["serve-ipc", "tone:440", socket], "CTNA\u0001\u0006");

    private void Check(string name, Func<string, string[]> arguments, string refusal)
    {
        var socket = Path.Combine(_directory, name);
        _server = TestTool.Start(TestPrograms.Continuo[0], [.. TestPrograms.Continuo[1..], .. arguments(socket)]);
        var until = Stopwatch.StartNew();
        while (!File.Exists(socket) || Mode(socket) != "600")
        {
            Assert.True(until.Elapsed < TimeSpan.FromSeconds(60), "no socket of mode 0600 appears");
            Thread.Sleep(20);
        }

        if (!Environment.IsPrivilegedProcess) return;
        TestTool.Run("chmod", ["755", _directory]);
        TestTool.Run("chmod", ["666", socket]);
        var told = Listen(socket, ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"], 20);
        Assert.Contains(refusal, told, StringComparison.Ordinal);
        var mine = Listen(socket, [], 1);
        Assert.DoesNotContain(refusal, mine, StringComparison.Ordinal);
    }

    private static string Mode(string file) => TestTool.Run("stat", ["-c", "%a", file]).Trim();

    /// <summary>What a program hears that connects and says nothing, until it is closed or the time is over.</summary>
    private static string Listen(string socket, string[] user, int seconds)
    {
        const string Program = """
            use IO::Socket::UNIX; my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "not reached: $!"; $SIG{ALRM} = sub { exit }; alarm $ARGV[1]; $| = 1;
            while (sysread($s, my $b, 4096)) { print unpack("H*", $b) }
            """;
        string[] line = [.. user, "perl", "-e", Program, socket, seconds.ToString(CultureInfo.InvariantCulture)];
        return Encoding.Latin1.GetString(Convert.FromHexString(TestTool.Run(line[0], line[1..])));
    }
}
