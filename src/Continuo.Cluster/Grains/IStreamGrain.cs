namespace Continuo.Cluster.Grains;

/// <summary>One stream of the cluster; its key is the stream's name. It lives where the stream is.</summary>
internal interface IStreamGrain : IGrainWithStringKey
{
    /// <summary>Tells that a node has the stream.</summary>
    /// <param name="node">Name of the node.</param>
    /// <param name="declaration">How another node can open it; <see langword="null"/> if it belongs to that machine.</param>
    /// <returns>Whether it is known to be there now. If not, another node has a stream of that name, or the next try will do.</returns>
    Task<bool> Declare(string node, string? declaration);

    /// <summary>Where the stream is; <see langword="null"/> if no node has it and none can open it.</summary>
    Task<StreamPlace?> Find();

    /// <summary>Moves the stream to another node.</summary>
    /// <param name="target">The node, from the table of nodes.</param>
    /// <returns>Whether it can be opened there.</returns>
    Task<bool> Move(NodeReport target);

    /// <summary>The stream was closed for good.</summary>
    /// <param name="node">The node that had it.</param>
    Task Close(string node);
}
