using Microsoft.Extensions.Logging;

namespace Continuo.Cluster;

/// <summary>Log messages of the cluster.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(1, LogLevel.Warning,
        "The declaration of room '{Room}' is not kept ({Reason}): after a failure of this node it must be made again")]
    public static partial void NotKept(ILogger logger, string room, string reason);

    [LoggerMessage(2, LogLevel.Warning, "The cluster does not answer ({Reason}); the rooms of this node go on")]
    public static partial void NoAnswer(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Information, "The cluster answers again: {Nodes} nodes")]
    public static partial void Answers(ILogger logger, int nodes);

    [LoggerMessage(5, LogLevel.Warning, "The store does not answer ({Reason}): the versions of the nodes were not compared")]
    public static partial void NotCompared(ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Warning, "The store is down: the node ends without telling the others, who find out within seconds")]
    public static partial void NoGoodbye(ILogger logger);

    [LoggerMessage(4, LogLevel.Information, "Node {Node} of the cluster '{Cluster}' is ready: port {Port}, API {Api}")]
    public static partial void Ready(ILogger logger, string node, string cluster, int port, Uri api);

    [LoggerMessage(7, LogLevel.Warning, "The declaration of stream '{Stream}' is not kept ({Reason}): it ends with this node")]
    public static partial void StreamNotKept(ILogger logger, string stream, string reason);

    [LoggerMessage(8, LogLevel.Information, "Node {Node} has failed while it recorded; {Count} of its rooms and streams are opened again")]
    public static partial void TakesOver(ILogger logger, string node, int count);

    [LoggerMessage(9, LogLevel.Information, "Room '{Room}' leaves this node, of which {Taken:P0} is taken, for {Node}")]
    public static partial void Leaves(ILogger logger, string room, double taken, string node);

    [LoggerMessage(20, LogLevel.Warning, "Refused a connection from {Address}: it does not have the key of the cluster '{Cluster}'")]
    public static partial void Refused(ILogger logger, string address, string cluster);

    [LoggerMessage(21, LogLevel.Warning,
        "Node {Node} at {Address} does not answer: {Reason}; if it runs, check its --node-address and the firewall")]
    public static partial void Unreachable(ILogger logger, string node, string address, string reason);

    [LoggerMessage(22, LogLevel.Warning, "Node {Node} reports a load that cannot be ({Load}); it gets no rooms")]
    public static partial void Nonsense(ILogger logger, string node, string load);
}
