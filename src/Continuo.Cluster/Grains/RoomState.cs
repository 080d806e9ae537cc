namespace Continuo.Cluster.Grains;

/// <summary>What is kept of a room for the node that has it next.</summary>
[GenerateSerializer]
internal sealed class RoomState
{
    /// <summary>Its settings; <see langword="null"/> if it was not declared over the API.</summary>
    [Id(0)]
    public string? Declaration { get; set; }
}
