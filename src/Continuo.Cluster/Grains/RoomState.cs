namespace Continuo.Cluster.Grains;

/// <summary>What is kept of a room for the node that has it next.</summary>
[GenerateSerializer]
internal sealed class RoomState
{
    /// <summary>Its settings; <see langword="null"/> if it was not declared over the API.</summary>
    [Id(0)]
    public string? Declaration { get; set; }

    /// <summary>The recording that runs; <see langword="null"/> for none.</summary>
    [Id(1)]
    public string? Recording { get; set; }
}
