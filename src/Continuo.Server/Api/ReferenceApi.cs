using System.Globalization;
using System.Net;
using System.Text;
using Continuo.Server.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Continuo.Server.Api;

/// <summary><c>/openapi/v1.json</c>, and the reference page made of it at <c>/api</c>.</summary>
internal static class ReferenceApi
{
    private const string Version = "v1";

    public static IServiceCollection AddApiReference(this IServiceCollection services) =>
        services.AddOpenApi(Version, static options => options.AddDocumentTransformer(static (document, _, _) =>
    {
        document.Info.Title = "Continuo";
        document.Info.Version = Reports.ServerReports.Version;
        document.Info.Description = "Streams, recordings, players and sessions of a Continuo server. "
            + "Errors are problem details (RFC 9457) with a code and advice. Events and meters come by WebSocket at /api/events.";
        return Task.CompletedTask;
    }));

    public static void MapApiReference(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnyone();
        app.MapGet("/api", GetPage).AllowAnyone().ExcludeFromDescription();
    }

    private static async Task GetPage(HttpContext context)
    {
        var document = await context.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>(Version)
            .GetOpenApiDocumentAsync(context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        await context.Response.WriteAsync(PageOf(document), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Plain HTML without script or style: it is read, printed and searched.</summary>
    private static string PageOf(OpenApiDocument document)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width\"><title>Continuo API</title><h1>Continuo API</h1>");
        page.Append(CultureInfo.InvariantCulture,
            $"<p>{Encode(document.Info.Description)}</p>"
            + $"<p>Machine-readable: <a href=\"/openapi/{Version}.json\">/openapi/{Version}.json</a></p>");
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
            {
                page.Append(CultureInfo.InvariantCulture,
                    $"<h2><code>{Encode(method.ToString())} {Encode(path)}</code></h2>"
                    + $"<p>{Encode(operation.Summary)}. {Encode(operation.Description)}</p>");
                if (operation.Parameters is { Count: > 0 } parameters)
                {
                    page.Append(CultureInfo.InvariantCulture,
                        $"<p>Parameters: {string.Join(", ", parameters.Select(p => $"<code>{Encode(p.Name)}</code>"))}</p>");
                }
                if (operation.RequestBody?.Content?.Values.FirstOrDefault()?.Schema is OpenApiSchemaReference body)
                {
                    page.Append(CultureInfo.InvariantCulture, $"<p>Body: {Link(body)}</p>");
                }
            }
        }

        page.Append("<h1>Types</h1>");
        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            page.Append(CultureInfo.InvariantCulture,
                $"<h2 id=\"{Encode(name)}\"><code>{Encode(name)}</code></h2><p>{Encode(schema.Description)}</p><ul>");
            foreach (var (member, type) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                page.Append(CultureInfo.InvariantCulture,
                    $"<li><code>{Encode(member)}</code> "
                    + $"{(type is OpenApiSchemaReference link ? Link(link) : Encode(type.Type?.ToString()))} "
                    + $"{Encode(type.Description)}</li>");
            }

            page.Append("</ul>");
        }

        return page.Append("</html>").ToString();
    }

    private static string Link(OpenApiSchemaReference reference) =>
        $"<a href=\"#{Encode(reference.Reference.Id)}\">{Encode(reference.Reference.Id)}</a>";

    private static string Encode(string? text) => WebUtility.HtmlEncode(text ?? "");
}
