using System.CommandLine;
using System.Globalization;
using Continuo.Cli.Output;
using Continuo.Client;
using Continuo.Client.Contract.Server;
using Continuo.Client.Json;

namespace Continuo.Cli.Remote;

/// <summary><c>continuo cluster status|drain</c>: shows and steers the nodes of a cluster through any one of them.</summary>
internal sealed class ClusterCommand : RemoteVerb
{
    public ClusterCommand()
        : base("cluster", "Show and control the nodes of a cluster")
    {
        Add(new ListVerb("status", "List the nodes and how busy they are", ShowAsync));
        Add(new NameVerb("drain", "Hand a node's rooms over to others, before it is stopped", "NODE",
            static async (s, node, c) =>
                Print(c, await s.DrainNodeAsync(node, c.Stop).ConfigureAwait(false), ContractJson.Default.DrainReport, Text)));
        Notes = "Without a verb, lists the nodes. Any node of the cluster answers: --server or CONTINUO_SERVER. Details: docs/cluster.md.";
        Examples =
        [
            ("continuo cluster status", "list the nodes of the cluster that the server on this machine is in"),
            ("continuo cluster drain studio-2", "move all rooms away from studio-2"),
        ];
    }

    protected override Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context) => ShowAsync(server, context);

    private static async Task ShowAsync(ContinuoClient server, CommandContext context) =>
        Print(context, await server.GetClusterAsync(context.Stop).ConfigureAwait(false), ContractJson.Default.ClusterStatus, Text);

    private static string Text(ClusterStatus cluster)
    {
        var lines = cluster.Nodes.Select(n => string.Create(CultureInfo.InvariantCulture,
            $"{n.Name,-16} {(n.IsDraining ? "draining" : "ready"),-9} {n.Rooms,5} rooms  ticks {n.TickShare * 100,5:0.0} %  "
                + $"memory {n.MemoryShare * 100,3:0} %  {n.PacketsPerSecond,8:0} packets/s  {n.Zone,-10} {n.Version,-8} {n.Api}"));
        var warning = cluster.IsAnswered ? "" : $"The cluster does not answer {cluster.Node}: its own rooms go on, the list is old.\n";
        return $"{warning}{string.Join('\n', lines)}";
    }

    private static string Text(DrainReport drain) => drain.Left == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{drain.Node} has handed over {drain.Moved} rooms and takes no more.")
        : string.Create(CultureInfo.InvariantCulture,
            $"{drain.Node} takes no more rooms; {drain.Moved} were handed over, {drain.Left} stay: no other node takes them.");
}
