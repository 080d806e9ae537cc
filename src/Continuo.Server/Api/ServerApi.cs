using Continuo.Client.Contract;
using Continuo.Server.Access;
using Continuo.Server.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/server</c>.</summary>
internal static class ServerApi
{
    public static void MapServer(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/server", Get).WithTags("server").WithSummary("The server: version, features, and the role of the caller");

    private static async Task<Ok<ServerStatus>> Get(HttpContext context, ServerReports reports, CancellationToken cancellation) =>
        TypedResults.Ok(await reports.OfAsync(context.ClientRole(), cancellation).ConfigureAwait(false));
}
