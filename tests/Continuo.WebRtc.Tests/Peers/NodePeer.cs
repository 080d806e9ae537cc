using System.Globalization;
using System.Text.Json;

namespace Continuo.WebRtc.Tests.Peers;

/// <summary>
/// Runs the libwebrtc peer of this folder in Node, with the packages of <c>package-lock.json</c>, which are installed into <c>artifacts</c>
/// once.
/// </summary>
internal static class NodePeer
{
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>Runs the peer until it ends.</summary>
    /// <param name="mode"><c>whep</c> or <c>whip</c>.</param>
    /// <param name="url">The endpoint.</param>
    /// <param name="seconds">How long it listens or talks.</param>
    /// <returns>Its result.</returns>
    public static async Task<JsonElement> RunAsync(string mode, Uri url, double seconds)
    {
        var output = await PeerProgram.RunAsync("node", await Installed.Value, "wrtc.mjs", mode, url.ToString(),
            seconds.ToString(CultureInfo.InvariantCulture));
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    private static async Task<string> InstallAsync()
    {
        var source = PeerProgram.SourceFolder;
        var folder = Path.GetFullPath(Path.Combine(source, "../../../artifacts/webrtc-peers"));
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(source).Where(f => Path.GetExtension(f) is ".json" or ".mjs"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        var (wanted, installed) = (Path.Combine(source, "package-lock.json"), Path.Combine(folder, "installed"));
        if (File.Exists(installed) && File.ReadAllText(installed) == File.ReadAllText(wanted)) return folder;
        await PeerProgram.RunAsync("npm", folder, "ci", "--no-audit", "--no-fund");
        File.Copy(wanted, installed, overwrite: true);
        return folder;
    }
}
