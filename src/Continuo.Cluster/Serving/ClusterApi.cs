using Continuo.Client.Contract.Server;
using Continuo.Cluster.Nodes;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Server.Rooms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Continuo.Cluster.Serving;

/// <summary><c>/api/cluster</c>.</summary>
internal static class ClusterApi
{
    public static void MapCluster(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/cluster").WithTags("cluster");
        group.MapGet("", Get).WithSummary("The cluster's nodes and their load");
        group.MapPost("/nodes/{node}/drain", Drain).RequireRole(AccessRole.Admin)
            .WithSummary("Hands a node's rooms over to others; it takes no more");
    }

    private static Ok<ClusterStatus> Get(ClusterNode node) => TypedResults.Ok(new ClusterStatus(node.Name, node.IsAnswered,
        [.. node.Nodes.Select(n => new NodeStatus(n.Name, n.Api.GetLeftPart(UriPartial.Authority), n.Zone, n.Version, n.Load.Rooms,
            n.Load.TickShare, n.Load.PacketsPerSecond, n.Load.MemoryShare, n.IsDraining))]));

    private static async Task<Results<Ok<DrainReport>, EmptyHttpResult>> Drain(string node, ClusterNode here, RoomTable rooms,
        ClusterRooms owned, ClusterStreams streams, RequestForwarder forwarder, HttpContext context)
    {
        if (node != here.Name)
        {
            var other = here.Nodes.FirstOrDefault(n => n.Name == node)
                ?? throw new ProblemException(Problems.NotFound($"There is no node named '{node}'.", "GET /api/cluster lists them."));
            await forwarder.ForwardAsync(context, other.Api).ConfigureAwait(false);
            return TypedResults.Empty;
        }

        var moved = await here.DrainAsync(Names, context.RequestAborted).ConfigureAwait(false);
        await here.DrainStreamsAsync(streams.Here, context.RequestAborted).ConfigureAwait(false);
        return TypedResults.Ok(new DrainReport(node, moved, Names().Length));

        string[] Names() => [.. rooms.All.Select(r => r.Name).Where(owned.Owns)];
    }
}
