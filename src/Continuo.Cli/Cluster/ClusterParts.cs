using Continuo.Cluster;
using Continuo.Cluster.Serving;
using Continuo.Server;

namespace Continuo.Cli.Cluster;

/// <summary>What a membership adds to a server.</summary>
internal static class ClusterParts
{
    /// <summary>The part that joins.</summary>
    public static IReadOnlyList<IServerPart> Of(ClusterMembership? membership) => membership is null
        ? []
        :
        [
            new ClusterPart(new NodeOptions
            {
                Name = membership.Node,
                Membership = membership.Store,
                Cluster = membership.Name,
                Address = membership.Address.Address,
                Port = membership.Address.Port,
                Api = membership.Api,
                Zone = membership.Zone,
                Key = membership.Key,
            }),
        ];
}
