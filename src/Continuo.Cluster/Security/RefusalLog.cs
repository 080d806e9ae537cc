using System.Net;
using Microsoft.Extensions.Logging;

namespace Continuo.Cluster.Security;

/// <summary>Logs who was refused, each address once in a while: a node with the wrong key tries again and again. Thread-safe.</summary>
internal sealed class RefusalLog(NodeOptions options, ILogger<RefusalLog> logger)
{
    private const int MaxAddresses = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _logged = [];

    /// <summary>Notes a connection whose other end has not proved the cluster's key.</summary>
    public void Add(IPAddress? address)
    {
        var from = $"{address}";
        var now = TimeProvider.System.GetUtcNow();
        lock (_lock)
        {
            if (_logged.TryGetValue(from, out var last) && now - last < Interval) return;
            if (_logged.Count >= MaxAddresses) _logged.Clear();
            _logged[from] = now;
        }

        ClusterLog.Refused(logger, from, options.Cluster);
    }
}
