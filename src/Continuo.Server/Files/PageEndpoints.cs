using System.Net;
using Continuo.Server.Access;
using Continuo.Server.Http;

namespace Continuo.Server.Files;

/// <summary>Serves the page: its files by their names, its views by the document that draws them.</summary>
internal static class PageEndpoints
{
    private const string Document = "index.html";
    private const string OverlayDocument = "overlay.html";

    /// <summary>First segments of the addresses that the page's own script resolves.</summary>
    private static readonly string[] Views = ["rooms", "players", "recordings", "system"];

    // No inline script, nothing from elsewhere; worklets and workers may be blobs. The two last headers isolate the page, without which it
    // gets no SharedArrayBuffer.
    private const string Policy =
        "default-src 'none'; script-src 'self' blob:; worker-src 'self' blob:; style-src 'self'; img-src 'self' data: blob:; "
        + "font-src 'self'; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    /// <summary>Adds <c>GET /</c>, the views and the files. No token: the page holds no secrets, and it is what asks for one.</summary>
    public static void MapPage(this IEndpointRouteBuilder app)
    {
        var files = new PageFiles();
        app.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], context => ServeAsync(context, files))
            .AllowAnyone(isEmbeddable: true);
    }

    private static Task ServeAsync(HttpContext context, PageFiles files)
    {
        var path = context.GetRouteValue("path") as string ?? "";
        if (files.Find(NameOf(path)) is not { } file)
        {
            return Problems.WriteAsync(context, Problems.NotFound($"There is nothing at /{path}."));
        }

        var headers = context.Response.Headers;
        headers.ETag = file.ETag;
        headers.CacheControl = "no-cache"; // kept, and asked for again each time: an update shows at once
        headers.ContentSecurityPolicy = Policy;
        if (IsTrustworthy(context.Request)) headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = headers.AccessControlAllowOrigin.Count > 0 ? "cross-origin" : "same-origin";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";
        if (context.Request.Headers.IfNoneMatch.Contains(file.ETag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Content.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(file.Content, context.RequestAborted).AsTask();
    }

    /// <summary>
    /// Whether the browser takes the page for a secure context; elsewhere it would report the header as an error. To such addresses
    /// browsers send Sec-Fetch-*, through a proxy that adds TLS, too.
    /// </summary>
    private static bool IsTrustworthy(HttpRequest request) =>
        request.IsHttps || request.Headers.ContainsKey("Sec-Fetch-Mode") || request.Host.Host is "localhost"
        || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string NameOf(string path)
    {
        var first = path.Split('/', 2)[0];
        return path.Length == 0 || Views.Contains(first) ? Document : first == "overlay" ? OverlayDocument : path;
    }
}
