using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Continuo.WebRtc.Tests.Peers;

/// <summary>Runs the WebRTC peers of this folder in Node, with the packages of <c>package-lock.json</c>, which are installed into <c>artifacts</c> once.</summary>
internal static class NodePeer
{
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>Runs the libwebrtc peer until it ends.</summary>
    /// <param name="mode"><c>whep</c> or <c>whip</c>.</param>
    /// <param name="url">The endpoint.</param>
    /// <param name="seconds">How long it listens or talks.</param>
    /// <returns>Its result.</returns>
    public static async Task<JsonElement> RunAsync(string mode, Uri url, double seconds)
    {
        var folder = await Installed.Value;
        var output = await RunAsync("node", folder, "wrtc.mjs", mode, url.ToString(), seconds.ToString(CultureInfo.InvariantCulture));
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    private static async Task<string> InstallAsync()
    {
        var source = SourceFolder();
        var root = Path.GetFullPath(Path.Combine(source, "../../.."));
        var folder = Path.Combine(root, "artifacts", "webrtc-peers");
        Directory.CreateDirectory(folder);
        var isCurrent = File.Exists(Path.Combine(folder, "installed")) && File.ReadAllText(Path.Combine(folder, "installed")) == File.ReadAllText(Path.Combine(source, "package-lock.json"));
        foreach (var file in Directory.GetFiles(source).Where(f => Path.GetExtension(f) is ".json" or ".mjs")) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        if (isCurrent) return folder;
        await RunAsync("npm", folder, "ci", "--no-audit", "--no-fund");
        File.Copy(Path.Combine(source, "package-lock.json"), Path.Combine(folder, "installed"), overwrite: true);
        return folder;
    }

    private static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error} {await output}");
        return await output;
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.IsPathRooted(path) && Directory.Exists(Path.GetDirectoryName(path)) ? Path.GetDirectoryName(path)! : Find();

    // The compiler maps source paths for deterministic builds: the folder is then found from the program's place.
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
