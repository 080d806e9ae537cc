using System.Diagnostics;

namespace Continuo.WebRtc.Tests.Peers;

/// <summary>Runs the program of a peer.</summary>
internal static class PeerProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The folder of the peers' sources.</summary>
    public static string SourceFolder { get; } = Find();

    /// <summary>Runs a program until it ends, and asserts that it succeeded.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(
            process.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error} {await output}");
        return await output;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var peers = Path.Combine(folder.FullName, "tests", "Continuo.WebRtc.Tests", "Peers");
            if (Directory.Exists(peers)) return peers;
        }

        throw new DirectoryNotFoundException("tests/Continuo.WebRtc.Tests/Peers");
    }
}
