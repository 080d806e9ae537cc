using System.Globalization;
using System.Text.Json;

namespace Continuo.WebRtc.Tests.Peers;

/// <summary>Runs the aiortc peer of this folder with the system's Python, for which Debian packages aiortc.</summary>
internal static class PythonPeer
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Runs the peer until it ends.</summary>
    /// <param name="mode"><c>whep</c> or <c>whip</c>.</param>
    /// <param name="url">The endpoint.</param>
    /// <param name="seconds">How long it listens or talks.</param>
    /// <returns>Its result.</returns>
    public static async Task<JsonElement> RunAsync(string mode, Uri url, double seconds) => JsonDocument.Parse(
        await PeerProgram.RunAsync(Interpreter, PeerProgram.SourceFolder, "aiortc_peer.py", mode, url.ToString(),
            seconds.ToString(CultureInfo.InvariantCulture))).RootElement.Clone();
}
