using System.Diagnostics;

namespace Continuo.Tests.Rings;

/// <summary>Another process that writes or reads a ring.</summary>
internal sealed class RingPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private RingPeer(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Continuo.RingPeer.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    /// <summary>Starts a writer; its first line is the path of its ring.</summary>
    public static RingPeer Writing(int chunks = 0) => new(["write", $"{chunks}"]);

    public static RingPeer Reading(string path) => new(["read", path]);

    public string NextLine()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(Patience), "the other process says nothing");
        return line.Result ?? throw new InvalidOperationException("the other process has ended");
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        Assert.True(_process.WaitForExit(Patience), "the other process cannot be killed");
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
