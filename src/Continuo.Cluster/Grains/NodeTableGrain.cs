using Microsoft.Extensions.Logging;

namespace Continuo.Cluster.Grains;

/// <inheritdoc cref="INodeTableGrain"/>
/// <param name="time">Clock of the reports' age.</param>
/// <param name="logger">Is told of nodes that report nonsense.</param>
[KeepAlive]
internal sealed class NodeTableGrain(TimeProvider time, ILogger<NodeTableGrain> logger) : Grain, INodeTableGrain
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (NodeReport Report, long At)> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nonsense = new(StringComparer.Ordinal); // names of nodes whose load cannot be

    /// <inheritdoc/>
    public Task<NodeReport[]> Report(NodeReport report)
    {
        var now = time.GetTimestamp();
        // Of two generations of a node the later one counts, whichever reports last.
        if (!_nodes.TryGetValue(report.Name, out var known) || known.Report.Silo.Generation <= report.Silo.Generation)
        {
            TellNonsense(report);
            _nodes[report.Name] = (report with { Load = report.Load.Checked }, now);
        }

        foreach (var (name, node) in _nodes)
        {
            if (time.GetElapsedTime(node.At, now) > Lifetime) _nodes.Remove(name);
        }

        return Task.FromResult(_nodes.Values.Select(n => n.Report).OrderBy(r => r.Name, StringComparer.Ordinal).ToArray());
    }

    /// <summary>Once, until the node reports what can be.</summary>
    private void TellNonsense(NodeReport report)
    {
        if (report.Load.IsPossible) _nonsense.Remove(report.Name);
        else if (_nonsense.Add(report.Name)) ClusterLog.Nonsense(logger, report.Name, $"{report.Load}");
    }
}
