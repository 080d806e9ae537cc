using Continuo.Client.Contract.Server;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Logging;
using Continuo.Server.Options;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/log</c>.</summary>
internal static class LogApi
{
    public static void MapLog(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/log", List)
            .RequireRole(AccessRole.Admin)
            .WithTags("log")
            .WithSummary("The latest lines of the log")
            .WithDescription(
                "?after=N gives lines after number N, ?level=warning those of that level or above. The last 2000 lines are kept.");

    private static Ok<IReadOnlyList<LogLine>> List(LogRing log, long after = 0, string level = "trace") =>
        Enum.TryParse<LogLevel>(level, ignoreCase: true, out var least) && Enum.IsDefined(least)
            ? TypedResults.Ok(log.After(after, least))
            : throw new ProblemException(Problems.Invalid(
                $"The level '{level}' is unknown.", "Use trace, debug, information, warning, error or critical."));
}
