namespace Continuo.Cluster;

/// <summary>Which node has a stream.</summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="Node">Name of the node.</param>
/// <param name="Api">Where the node's web API is reached.</param>
[GenerateSerializer]
internal sealed record StreamPlace(
    [property: Id(0)] string Stream,
    [property: Id(1)] string Node,
    [property: Id(2)] Uri Api);
