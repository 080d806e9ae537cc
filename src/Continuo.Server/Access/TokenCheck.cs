using System.Net;
using System.Security.Cryptography;
using System.Text;
using Continuo.Server.Options;

namespace Continuo.Server.Access;

/// <summary>
/// Finds the role of a request: by its token, because it comes from this machine, or as another node of the cluster has found it.
/// Thread-safe.
/// </summary>
internal sealed class TokenCheck(AccessSettings settings, FailureLimit failures, INodeTrust? nodes = null)
{
    private const string Scheme = "Bearer ";
    private const int MaxTokenLength = 1024;

    public (TokenOutcome Outcome, AccessRole Role) Check(HttpContext context)
    {
        if (nodes?.RoleOf(context.Request) is { } checkedRole) return (TokenOutcome.Accepted, checkedRole);
        var client = context.Connection.RemoteIpAddress;
        if (Presented(context.Request) is { } token)
        {
            if (failures.IsBlocked(client)) return (TokenOutcome.TooMany, AccessRole.None);
            if (Find(token) is { } known)
            {
                context.SetClientToken(known);
                return (TokenOutcome.Accepted, known.Role);
            }

            failures.Count(client);
            return (TokenOutcome.Wrong, AccessRole.None);
        }

        return settings.Current.RequireToken || !IsLocal(context, client)
            ? (TokenOutcome.Missing, AccessRole.None)
            : (TokenOutcome.Accepted, AccessRole.Admin);
    }

    /// <summary>A reverse proxy on this machine speaks for clients elsewhere: what it forwards is not local.</summary>
    private static bool IsLocal(HttpContext context, IPAddress? client) =>
        client is not null && (IPAddress.IsLoopback(client) || (client.IsIPv4MappedToIPv6 && IPAddress.IsLoopback(client.MapToIPv4())))
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private static string? Presented(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return header[Scheme.Length..].Trim();

        // Browsers cannot send a header with a WebSocket or the source of an <audio> element.
        return HttpMethods.IsGet(request.Method) && request.Query.TryGetValue("token", out var token) ? token.ToString() : null;
    }

    /// <summary>All are compared, so that the time does not tell which one was nearly right.</summary>
    private AccessToken? Find(string presented)
    {
        if (presented.Length is 0 or > MaxTokenLength) return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented), hash);
        AccessToken? found = null;
        foreach (var token in settings.Current.Tokens)
        {
            if (token.Matches(hash)) found = token;
        }

        return found;
    }
}
