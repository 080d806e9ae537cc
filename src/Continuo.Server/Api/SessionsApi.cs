using Continuo.Client.Contract;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Server.Reports;
using Continuo.Server.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/sessions</c>.</summary>
internal static class SessionsApi
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/sessions").WithTags("sessions");
        group.MapGet("", List).WithSummary("Listeners, publishers and watchers that are connected");
        group.MapDelete("/{id}", End).RequireRole(AccessRole.Admin).WithSummary("Ends a session");
    }

    private static Ok<IReadOnlyList<SessionStatus>> List(SessionTable sessions) => TypedResults.Ok(SessionReports.Of(sessions.All));

    private static async Task<NoContent> End(string id, SessionTable sessions)
    {
        var session = sessions.All.FirstOrDefault(s => SessionReports.IdOf(s) == id)
            ?? throw new ProblemException(
                Problems.NotFound("There is no such session.", "It may have ended; GET /api/sessions lists those that there are."));
        await session.EndAsync().ConfigureAwait(false);
        sessions.Remove(session);
        return TypedResults.NoContent();
    }
}
