using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

/// <summary>Real processes that serve and listen; what is looked at is counts, so that a busy machine changes nothing.</summary>
public sealed class ServeIpcCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_one_process_serves_another_records_whole()
    {
        // Timeout in place of the budget: whoever is starved here loses nothing.
        using var server = CliProcess.Start(_folder.Path, "serve-ipc", "tone:440?seconds=1", "a.sock", "--clients", "1", "--budget", "60s",
            "--silence", "60s", "--json");
        server.WaitUntil(() => File.Exists(_folder.File("a.sock")));
        var take = CliProcess.Run(_folder.Path, "record", "ipc:a.sock?silence=60000", "take.wav", "--json").MustSucceed().Json;
        Assert.Equal((48_000, 0, 0),
            (take.GetProperty("frames").GetInt64(), take.GetProperty("gapFrames").GetInt64(),
                take.GetProperty("droppedChunks").GetInt64()));
        CliProcess.Run(_folder.Path, "record", "tone:440?seconds=1", "same.wav", "--offline").MustSucceed();
        Assert.Equal(File.ReadAllBytes(_folder.File("same.wav")), File.ReadAllBytes(_folder.File("take.wav")));

        var report = server.WaitForEnd().MustSucceed().Json;
        Assert.Equal((100, 0, 1),
            (report.GetProperty("messages").GetInt64(), report.GetProperty("droppedChunks").GetInt64(),
                report.GetProperty("acceptedClients").GetInt64()));
        Assert.Empty(report.GetProperty("faults").EnumerateObject());
        Assert.DoesNotContain("a.sock", _folder.Files);
    }

    [Fact]
    public void A_killed_server_leaves_a_gap_and_the_next_one_takes_its_place()
    {
        using var first = Serve();
        using var client = CliProcess.Start(_folder.Path, "record", "ipc:a.sock?silence=60000", "take.wav", "--wait", "1m", "--json");
        client.WaitUntil(() => IsRecording());
        first.KillAtOnce();
        first.WaitForEnd();
        var length = new FileInfo(_folder.File("take.wav")).Length;
        using var second = Serve();
        client.WaitUntil(() => new FileInfo(_folder.File("take.wav")).Length > length + 300_000);
        client.SendInterrupt();
        var take = client.WaitForEnd().MustSucceed().Json;
        Assert.True(take.GetProperty("reconnects").GetInt64() >= 1);
        Assert.True(take.GetProperty("gapFrames").GetInt64() > 0);
        second.SendTerminate();
        second.WaitForEnd().MustSucceed();
        Assert.DoesNotContain("a.sock", _folder.Files);
    }

    [Fact]
    public void Killed_clients_are_forgotten()
    {
        using var server = Serve("--json");
        for (var i = 0; i < 2; i++)
        {
            using var client = CliProcess.Start(_folder.Path, "record", "ipc:a.sock", "take.wav", "--wait", "1m");
            client.WaitUntil(() => IsRecording());
            client.KillAtOnce();
            client.WaitForEnd();
            File.Delete(_folder.File("take.wav"));
        }

        // Whoever is served now comes after them; only its own end may not have been seen yet.
        CliProcess.Run(_folder.Path, "record", "ipc:a.sock", "take.wav", "--duration", "300ms").MustSucceed();
        server.SendInterrupt();
        var report = server.WaitForEnd().MustSucceed().Json;
        Assert.InRange(report.GetProperty("acceptedClients").GetInt64(), 3, long.MaxValue);
        Assert.InRange(report.GetProperty("clients").GetArrayLength(), 0, 1);
    }

    [Fact]
    public void The_other_way_whoever_sends_is_received()
    {
        using var server = CliProcess.Start(_folder.Path, "serve-ipc", "--receive", "in.wav", "in.sock", "--json");
        server.WaitUntil(() => File.Exists(_folder.File("in.sock")));
        CliProcess.Run(_folder.Path, "stream", "tone:440?seconds=1", "--to", "ipc:in.sock?connect&budget=60000&silence=60000", "--json")
            .MustSucceed();
        server.SendInterrupt();
        var report = server.WaitForEnd().MustSucceed().Json;
        var received = report.GetProperty("sinks")[0].GetProperty("frames").GetInt64() - report.GetProperty("filledFrames").GetInt64();
        Assert.InRange(received, 48_000, long.MaxValue);
    }

    [Fact]
    public void A_supervised_server_that_is_killed_is_started_again_and_ends_with_its_supervisor()
    {
        using var supervisor = CliProcess.Start(_folder.Path, "serve-ipc", "tone:440", "a.sock", "--supervise");
        supervisor.WaitUntil(() => File.Exists(_folder.File("a.sock")));
        var first = Child(supervisor.Id);
        System.Diagnostics.Process.GetProcessById(first).Kill();
        supervisor.WaitUntil(() => Child(supervisor.Id) is var next && next > 0 && next != first);
        var second = Child(supervisor.Id);

        // Not even a supervisor that is killed leaves a child behind.
        supervisor.KillAtOnce();
        supervisor.WaitForEnd();
        SpinWait.SpinUntil(() => !Directory.Exists($"/proc/{second}"), TimeSpan.FromSeconds(60));
        Assert.False(Directory.Exists($"/proc/{second}"));
    }

    [Fact]
    public void What_cannot_be_served_or_heard_is_reported_in_one_line()
    {
        Assert.Contains("serve-ipc",
            CliProcess.Run(_folder.Path, "record", "ipc:nobody.sock", "take.wav").MustFailWith(3), StringComparison.Ordinal);
        Assert.Contains("codec",
            CliProcess.Run(_folder.Path, "record", "ipc:a.sock?codec=mp3", "take.wav").MustFailWith(2), StringComparison.Ordinal);
        CliProcess.Run(_folder.Path, "serve-ipc", "tone:440", "nowhere/a.sock").MustFailWith(3);
        using var server = Serve();
        Assert.Contains("already listens at this path", CliProcess.Run(_folder.Path, "serve-ipc", "tone:440", "a.sock").MustFailWith(1),
            StringComparison.Ordinal);
        Assert.Contains("only sends",
            CliProcess.Run(_folder.Path, "stream", "tone:440?seconds=1", "--to", "ipc:a.sock?connect").MustFailWith(2),
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private CliProcess Serve(params string[] options)
    {
        var server = CliProcess.Start(_folder.Path, ["serve-ipc", "tone:440", "a.sock", .. options]);
        server.WaitUntil(() => IsListening());
        return server;
    }

    private bool IsListening()
    {
        using var probe = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
        try
        {
            probe.Connect(new System.Net.Sockets.UnixDomainSocketEndPoint(_folder.File("a.sock")));
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private bool IsRecording() => new FileInfo(_folder.File("take.wav")) is { Exists: true, Length: > 100_000 };

    private static int Child(int parent)
    {
        try
        {
            // Each thread has children of its own.
            var children = Directory.GetDirectories($"/proc/{parent}/task").SelectMany(t => File.ReadAllText($"{t}/children").Split(' '));
            return children.Select(c => int.TryParse(c, out var child) ? child : 0).Max();
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
