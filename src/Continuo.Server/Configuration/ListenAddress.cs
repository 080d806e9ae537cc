using System.Diagnostics.CodeAnalysis;
using System.Net;
using Continuo.Server.Options;

namespace Continuo.Server.Configuration;

/// <summary>Addresses to listen on, as text.</summary>
public static class ListenAddress
{
    /// <summary>
    /// Parses <c>127.0.0.1:7480</c>, <c>[::1]:7480</c>, <c>localhost:7480</c>, <c>:7480</c> (all networks). Without a port, it is
    /// <see cref="ServerOptions.DefaultPort"/>.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        endPoint = null;
        if (text.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)) text = $"127.0.0.1{text[9..]}";
        if (text.StartsWith(':') && !text.StartsWith("::", StringComparison.Ordinal)) text = $"[::]{text}";

        // An IPv6 address has more than one colon, and with a port it is written in brackets.
        var hasPort = text.Contains("]:", StringComparison.Ordinal) || text.Count(c => c == ':') == 1;
        if (hasPort) return IPEndPoint.TryParse(text, out endPoint);
        if (IPAddress.TryParse(text, out var address)) endPoint = new IPEndPoint(address, ServerOptions.DefaultPort);
        return endPoint is not null;
    }
}
