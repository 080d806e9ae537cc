using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class RemoteCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort()}");

    [Fact]
    public void A_running_server_is_shown_and_steered()
    {
        using var server = Serve();
        Remote("open", "second", "tone:220");
        Assert.Contains("tone:440", Remote("streams"), StringComparison.Ordinal);
        Assert.Equal(["tone", "second"], Json("streams").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Equal("running", Json("record", "tone", "--name", "take", "--format", "wav").GetProperty("state").GetString());
        server.WaitUntil(() => Json("recordings")[0].GetProperty("durationSeconds").GetDouble() > 0.3);
        Assert.Equal("finished", Json("stop", "take").GetProperty("state").GetString());
        Assert.Equal("moment.flac", Json("save", "tone", "--last", "500ms", "--name", "moment").GetProperty("file").GetString());
        Remote("fetch", "take", "--to", "copy.wav");
        Assert.True(new FileInfo(Path.Combine(_folder.Path, "copy.wav")).Length > 10_000);
        Remote("delete", "take");
        Remote("close", "second");
        Assert.Single(Json("streams").EnumerateArray());
        Assert.Equal("admin", Json("status").GetProperty("role").GetString());

        var missing = CliProcess.Run(_folder.Path, "remote", "close", "absent", "--server", _address);
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("There is no stream named 'absent'", missing.Error, StringComparison.Ordinal);
        using var line = CliProcess.Start(_folder.Path, "top", "--server", _address, "--json");
        line.WaitUntil(() => line.Output.Contains('\n', StringComparison.Ordinal));
        line.SendInterrupt();
        var top = JsonDocument.Parse(line.WaitForEnd().MustSucceed().Output.Split('\n')[0]).RootElement;
        Assert.Equal("tone", top.GetProperty("streams")[0].GetProperty("name").GetString());
        server.SendInterrupt();
        server.WaitForEnd().MustSucceed();
        Assert.Contains("does not answer", CliProcess.Run(_folder.Path, "remote", "--server", _address).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_survives_the_servers_death()
    {
        using (var server = Serve())
        {
            Remote("record", "tone", "--name", "take");
            server.WaitUntil(() => Json("recordings")[0].GetProperty("durationSeconds").GetDouble() > 2.5);
            server.KillAtOnce();
        }

        using var next = Serve();
        next.WaitUntil(() => Json("recordings").GetArrayLength() == 1);
        var take = Json("recordings")[0];
        Assert.Equal(("take", "failed"), (take.GetProperty("name").GetString(), take.GetProperty("state").GetString()));
        Assert.True(take.GetProperty("durationSeconds").GetDouble() > 1);
        Assert.Contains("are kept", take.GetProperty("failure").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Systemd_is_told_when_the_server_listens_and_that_it_lives()
    {
        var path = Path.Combine(_folder.Path, "notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        socket.Bind(new UnixDomainSocketEndPoint(path));
        using var server = CliProcess.StartWithEnvironment(_folder.Path,
            new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = path, ["WATCHDOG_USEC"] = "400000" }, "serve", "--listen", _address);
        Assert.Equal("READY=1", Receive(socket));
        Assert.Equal("WATCHDOG=1", Receive(socket));
        Assert.Equal("WATCHDOG=1", Receive(socket));
        server.SendTerminate();
        string last;
        while ((last = Receive(socket)) == "WATCHDOG=1")
        {
        }

        Assert.Equal("STOPPING=1", last);
        server.WaitForEnd().MustSucceed();
    }

    public void Dispose() => _folder.Dispose();

    private static string Receive(Socket socket)
    {
        var buffer = new byte[1000];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer)).Trim();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private CliProcess Serve()
    {
        var server = CliProcess.Start(_folder.Path, "serve", "--listen", _address, "--stream", "tone=tone:440");
        server.WaitUntil(() => CliProcess.Run(_folder.Path, "remote", "--server", _address).ExitCode == 0);
        return server;
    }

    private string Remote(params string[] arguments) =>
        CliProcess.Run(_folder.Path, ["remote", .. arguments, "--server", _address]).MustSucceed().Output;

    private JsonElement Json(params string[] arguments) => JsonDocument.Parse(Remote([.. arguments, "--json"])).RootElement;
}
