using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Continuo.Cluster.Tests.Servers;

/// <summary>A node as a process of its own, driven by lines.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _errors = new();

    /// <param name="protocols">The versions of the protocol that it speaks; <see langword="null"/> for those of this program.</param>
    public NodeProcess(
        string name, string cluster, string membership, string zone = "",
        string? key = null, int? port = null, (int Oldest, int Newest)? protocols = null)
    {
        (Name, Port) = (name, port ?? RedisServer.FreePort());
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Continuo.NodePeer"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0"; // half of a test is three programs that start
        string[] versions = protocols is { } range ? [$"{range.Oldest}", $"{range.Newest}"] : [];
        string[] arguments = [name, cluster, membership, $"{Port}", zone, key ?? "", .. versions];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is not { } line) _answers.Writer.TryComplete();
            else if (line.StartsWith("closed ", StringComparison.Ordinal)) Closed.Enqueue(line["closed ".Length..]);
            else _answers.Writer.TryWrite(line);
        };
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (_errors) _errors.AppendLine(e.Data);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    /// <summary>Port for the other nodes.</summary>
    public int Port { get; }

    /// <summary>What it has logged.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return $"{_errors}";
        }
    }

    /// <summary>"ROOM SUCCESSOR" of each room that it has closed.</summary>
    public ConcurrentQueue<string> Closed { get; } = [];

    public bool HasExited => _process.HasExited;

    /// <summary>The next line that it says.</summary>
    public async Task<string> AnswerAsync()
    {
        try
        {
            return await _answers.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Timeout);
        }
        catch (Exception e) when (e is ChannelClosedException or TimeoutException)
        {
            lock (_errors) throw new InvalidOperationException($"{Name}: {e.Message}{Environment.NewLine}{_errors}");
        }
    }

    public async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        return await AnswerAsync();
    }

    /// <summary>Waits until an answer is as wanted.</summary>
    public async Task UntilAsync(string line, string answer)
    {
        var begin = Stopwatch.StartNew();
        string last;
        while ((last = await AskAsync(line)) != answer)
        {
            Assert.True(begin.Elapsed < Timeout, $"{Name}: '{line}' answers '{last}', not '{answer}'");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends its input, at which it stops.</summary>
    public Task StopAsync()
    {
        _process.StandardInput.Close();
        return _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until it has logged something.</summary>
    public async Task UntilLoggedAsync(string text)
    {
        var begin = Stopwatch.StartNew();
        while (!Errors.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(begin.Elapsed < Timeout, $"{Name} has not logged '{text}', but: {Errors}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public Task UntilExitedAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Timeout);

    /// <summary>Ends it as a crash does; it has ended when this returns.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        kill.WaitForExit();
    }
}
