using Continuo.Client.Contract.Server;
using Continuo.Server.Access;
using Continuo.Server.Events;
using Continuo.Server.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/server</c>.</summary>
internal static class ServerApi
{
    public static void MapServer(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/server", Get).WithTags("server").WithSummary("The server: version, features, and the role of the caller");

    private static async Task<Ok<ServerStatus>> Get(
        HttpContext context, ServerReports reports, EventHub events, CancellationToken cancellation) =>
        TypedResults.Ok(await reports.OfAsync(context.ClientRole(), events.Version, cancellation).ConfigureAwait(false));
}
