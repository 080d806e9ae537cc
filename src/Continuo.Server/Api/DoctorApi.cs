using Continuo.Client.Contract.Server;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/doctor</c>.</summary>
internal static class DoctorApi
{
    public static void MapDoctor(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/doctor", List).WithTags("doctor").WithSummary("Checks of the machine: what works, what is missing, how to fix it");

    private static async Task<Ok<IReadOnlyList<Finding>>> List(ServerDoctor doctor, CancellationToken cancellation) =>
        TypedResults.Ok(await doctor.CheckAsync(cancellation).ConfigureAwait(false));
}
