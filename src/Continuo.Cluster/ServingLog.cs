using Microsoft.Extensions.Logging;

namespace Continuo.Cluster;

/// <summary>Log messages of a server in a cluster.</summary>
internal static partial class ServingLog
{
    [LoggerMessage(1, LogLevel.Information, "Room '{Room}' is on this node (epoch {Epoch})")]
    public static partial void Opened(ILogger logger, string room, long epoch);

    [LoggerMessage(2, LogLevel.Information, "Room '{Room}' has left this node; next node: {Successor}")]
    public static partial void Closed(ILogger logger, string room, string successor);

    [LoggerMessage(3, LogLevel.Warning, "Room '{Room}' is declared no more, but could not be closed: {Reason}")]
    public static partial void NotClosed(ILogger logger, string room, string reason);

    [LoggerMessage(5, LogLevel.Information, "Room '{Room}' is linked to node {Node} (epoch {Epoch})")]
    public static partial void Linked(ILogger logger, string room, string node, long epoch);

    [LoggerMessage(6, LogLevel.Information, "Room '{Room}' is no longer linked to node {Node}")]
    public static partial void Unlinked(ILogger logger, string room, string node);

    [LoggerMessage(7, LogLevel.Warning, "Room '{Room}': the link to node {Node} is not renewed: {Reason}")]
    public static partial void NotRenewed(ILogger logger, string room, string node, string reason);

    [LoggerMessage(8, LogLevel.Warning, "The volumes of '{Listener}' that another node has sent cannot be used: {Reason}")]
    public static partial void NotCopied(ILogger logger, string listener, string reason);

    [LoggerMessage(9, LogLevel.Information, "Stream '{Stream}' is opened again on this node")]
    public static partial void StreamOpened(ILogger logger, string stream);

    [LoggerMessage(10, LogLevel.Warning, "Stream '{Stream}', which a failed node had, cannot be opened here: {Reason}")]
    public static partial void StreamNotOpened(ILogger logger, string stream, string reason);

    [LoggerMessage(11, LogLevel.Error, "The recording '{Recording}' of another node does not go on: {Reason}")]
    public static partial void NotRecorded(ILogger logger, string recording, string reason);

    [LoggerMessage(12, LogLevel.Warning, "The other nodes do not know of stream '{Stream}': {Reason}")]
    public static partial void NotTold(ILogger logger, string stream, string reason);

    [LoggerMessage(13, LogLevel.Warning, "The recording of room '{Room}' would not go on after a failure of this node: {Reason}")]
    public static partial void NotKept(ILogger logger, string room, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Node {Node} does not answer: {Reason}")]
    public static partial void NoAnswer(ILogger logger, string node, string reason);
}
