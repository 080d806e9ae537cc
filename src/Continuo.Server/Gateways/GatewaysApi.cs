using Continuo.Client.Contract.Rooms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Continuo.Server.Gateways;

/// <summary><c>/api/gateways</c>.</summary>
internal static class GatewaysApi
{
    public static void MapGateways(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/gateways").WithTags("gateways");
        group.MapGet("", List).WithSummary("All gateways of the configuration, and whether they are connected");
        group.MapGet("/{gateway}", Get).WithSummary("One gateway");
    }

    private static Ok<IReadOnlyList<GatewayStatus>> List(GatewayTable gateways) => TypedResults.Ok(gateways.All);

    private static Ok<GatewayStatus> Get(string gateway, GatewayTable gateways) => TypedResults.Ok(gateways.Get(gateway));
}
