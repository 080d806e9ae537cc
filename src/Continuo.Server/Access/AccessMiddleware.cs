using Continuo.Server.Http;
using Continuo.Server.Options;

namespace Continuo.Server.Access;

/// <summary>Lets a request through to its endpoint if its host, its origin and its token allow it.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, HostNames names, TokenCheck tokens)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";

        // A page of another site whose name resolves to this address (DNS rebinding) has that name in Host.
        if (!names.IsKnown(request.Host))
        {
            return Refuse(context, StatusCodes.Status403Forbidden, "forbidden", $"This server is not known as '{request.Host}'.",
                "Add the name with --public-name.");
        }

        var endpoint = context.GetEndpoint();
        var origin = request.Headers.Origin;
        if (origin.Count > 0 && !HostNames.IsSameOrigin(request, origin.ToString()))
        {
            if (endpoint?.Metadata.GetMetadata<AccessRule>() is not { IsEmbeddable: true } || !names.IsAllowed(origin.ToString()))
            {
                return Refuse(context, StatusCodes.Status403Forbidden, "forbidden", $"Pages of {origin} may not use this server.",
                    "An operator can allow the origin in the configuration (allowedOrigins), for listening.");
            }

            headers.AccessControlAllowOrigin = origin;
            headers.Vary = "Origin";
            headers.AccessControlExposeHeaders = "Location, ETag, Link";
            if (HttpMethods.IsOptions(request.Method))
            {
                headers.AccessControlAllowMethods = "GET, HEAD, POST, DELETE, OPTIONS";
                headers.AccessControlAllowHeaders = "Authorization, Content-Type, If-Match, Continuo-Seat-Key";
                headers.AccessControlMaxAge = "600";
            }
        }

        else if (origin.Count == 0 && IsForeignEmbedding(request))
        {
            return Refuse(context, StatusCodes.Status403Forbidden, "forbidden", "A page of another site asked for this.",
                "Open it from this server's own page.");
        }

        var needed = AccessRule.Of(endpoint, request.Method);
        if (endpoint is null || needed == AccessRole.None || HttpMethods.IsOptions(request.Method))
        {
            return next(context); // a preflight carries no token
        }

        var (outcome, role) = tokens.Check(context);
        context.SetClientRole(role);
        if (outcome == TokenOutcome.TooMany)
        {
            headers.RetryAfter = "10";
            return Refuse(context, StatusCodes.Status429TooManyRequests, "tooMany", "Too many wrong tokens came from this address.",
                "Wait 10 s, and use the right one.");
        }

        if (outcome == TokenOutcome.Accepted && role >= needed) return next(context);
        if (outcome == TokenOutcome.Accepted)
        {
            return Refuse(context, StatusCodes.Status403Forbidden, "forbidden", $"This needs the role {needed}; the token has {role}.",
                "Use a token with that role.");
        }

        headers.WWWAuthenticate = outcome == TokenOutcome.Wrong
            ? "Bearer realm=\"continuo\", error=\"invalid_token\""
            : "Bearer realm=\"continuo\"";
        return Refuse(context, StatusCodes.Status401Unauthorized, "unauthorized",
            outcome == TokenOutcome.Wrong ? "The token is not known here." : "This address needs a token.",
            "Send it as Authorization: Bearer TOKEN, or ask the operator for a link.");
    }

    /// <summary>
    /// An image, script or player of another site's page: such requests carry no origin, but browsers say where they come from. Following a
    /// link is allowed.
    /// </summary>
    private static bool IsForeignEmbedding(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate";

    private static Task Refuse(HttpContext context, int status, string code, string detail, string advice) =>
        Problems.WriteAsync(context, Problems.Of(status, code, detail, advice));
}
