using Continuo.Client.Contract;
using Continuo.Server.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Api;

/// <summary><c>/api/devices</c>.</summary>
internal static class DevicesApi
{
    public static void MapDevices(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/devices", List).WithTags("devices").WithSummary("Audio devices of this machine");

    private static async Task<Ok<IReadOnlyList<DeviceStatus>>> List(AudioServerListing listing, CancellationToken cancellation) =>
        TypedResults.Ok(await listing.DevicesAsync(cancellation).ConfigureAwait(false));
}
