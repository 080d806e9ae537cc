namespace Continuo.Cluster.Grains;

/// <summary>What is kept of a stream for the node that has it next.</summary>
[GenerateSerializer]
internal sealed class StreamState
{
    /// <summary>How it is opened; <see langword="null"/> if it belongs to one machine.</summary>
    [Id(0)]
    public string? Declaration { get; set; }
}
