namespace Continuo.Devices.Pulse;

/// <summary>Display names of servers.</summary>
internal static class PulseNames
{
    /// <summary>Whether the server is PipeWire with the PulseAudio protocol.</summary>
    public static bool IsPipeWire(PulseServer server) => server.Name.Contains("PipeWire", StringComparison.OrdinalIgnoreCase);

    /// <summary>For example <c>PulseAudio 16.1</c> or <c>PipeWire 0.3.65</c>.</summary>
    public static string Of(PulseServer server)
    {
        // PipeWire presents itself as "PulseAudio (on PipeWire 0.3.65)", version 15.0.0.
        var at = server.Name.IndexOf("PipeWire", StringComparison.OrdinalIgnoreCase);
        if (at >= 0) return server.Name[at..].TrimEnd(')');
        return $"{(server.Name == "pulseaudio" ? "PulseAudio" : server.Name)} {server.Version}".Trim();
    }
}
