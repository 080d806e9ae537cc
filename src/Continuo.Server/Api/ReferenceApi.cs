using Continuo.Server.Access;
using Microsoft.AspNetCore.OpenApi;

namespace Continuo.Server.Api;

/// <summary><c>/openapi/v1.json</c>, and the reference page made of it at <c>/api</c>.</summary>
internal static class ReferenceApi
{
    public static IServiceCollection AddApiReference(this IServiceCollection services) => services.AddOpenApi(static options => options.AddDocumentTransformer(static (document, _, _) =>
    {
        document.Info.Title = "Continuo";
        document.Info.Version = Reports.ServerReports.Version;
        document.Info.Description = "Streams, recordings, players and sessions of a Continuo server. Errors are problem details (RFC 9457) with a code and advice. Events and meters come by WebSocket at /api/events.";
        return Task.CompletedTask;
    }));

    public static void MapApiReference(this IEndpointRouteBuilder app) => app.MapOpenApi("/openapi/{documentName}.json").AllowAnyone();
}
