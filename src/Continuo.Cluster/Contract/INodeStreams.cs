namespace Continuo.Cluster.Contract;

/// <summary>The streams of one node, as the cluster asks for them. Thread-safe.</summary>
internal interface INodeStreams
{
    /// <summary>
    /// Names of the streams that are being recorded and can be opened on any node: they go on elsewhere if this node fails.
    /// </summary>
    IReadOnlyList<string> Recorded { get; }

    /// <summary>Whether the stream is here.</summary>
    bool Has(string stream);

    /// <summary>Opens a stream that another node had, and goes on with its recordings.</summary>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="declaration">What the other node declared.</param>
    /// <returns>Whether it is open.</returns>
    Task<bool> OpenAsync(string stream, string declaration);

    /// <summary>Closes a stream that another node has now. Its listeners ask again, and are led there.</summary>
    void Close(string stream);

    /// <summary>The cluster does not know any more that the stream is here: it is to be declared again.</summary>
    void Forget(string stream);
}
