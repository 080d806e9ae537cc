using System.Net;

namespace Continuo.Server.Access;

/// <summary>
/// The host names that requests may use. IP addresses are always accepted, because DNS rebinding needs a name; names must be declared.
/// Thread-safe.
/// </summary>
internal sealed class HostNames(AccessSettings settings)
{
    /// <summary>Whether a request's <c>Host</c> is a name of this server.</summary>
    public bool IsKnown(HostString host)
    {
        var name = host.Host;
        if (name.Length == 0) return false;
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(name.Trim('[', ']'), out _)) return true;
        return settings.Current.PublicNames.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the page that sent a request is this server's own. The scheme may differ: a proxy in front may add TLS.</summary>
    public static bool IsSameOrigin(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Authority.Equals(Normal(request.Host, uri), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether pages of another origin may listen.</summary>
    public bool IsAllowed(string origin) => settings.Current.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    /// <summary>The host as <see cref="Uri.Authority"/> writes it: without the scheme's own port.</summary>
    private static string Normal(HostString host, Uri like) =>
        host.Port == (like.Scheme == Uri.UriSchemeHttps ? 443 : 80) ? host.Host : host.Value!;
}
