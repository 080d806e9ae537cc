using Continuo.Client.Contract;
using Continuo.Client.Contract.Requests;
using Continuo.Server.Http;
using Continuo.Server.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/applications</c>.</summary>
internal static class ApplicationsApi
{
    public static void MapApplications(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/applications").WithTags("applications");
        group.MapGet("", List).WithSummary("Applications that play on this machine, and the streams that capture them");
        group.MapPatch("/{application}", Change).WithSummary("Sets the volume of an application, by its name or process id");
    }

    private static async Task<Ok<IReadOnlyList<ApplicationStatus>>> List(AudioServerListing listing, CancellationToken cancellation) =>
        TypedResults.Ok(await listing.ApplicationsAsync(cancellation).ConfigureAwait(false));

    private static async Task<Ok<ApplicationStatus>> Change(
        string application,
        ChangeApplicationRequest change,
        AudioServerListing listing,
        CancellationToken cancellation)
    {
        if (change.VolumePercent is null && change.Muted is null)
        {
            throw new ProblemException(Problems.Invalid("Nothing is to be changed.", "Give volumePercent or muted."));
        }

        var name = application.StartsWith("app:", StringComparison.Ordinal) ? application[4..] : application;
        await listing.ChangeAsync(name, change, cancellation).ConfigureAwait(false);
        var all = await listing.ApplicationsAsync(cancellation).ConfigureAwait(false);
        return TypedResults.Ok(all.FirstOrDefault(a => a.Address == $"app:{name}"
            || string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ProblemException(Problems.NotFound($"The application '{name}' has ended.")));
    }
}
