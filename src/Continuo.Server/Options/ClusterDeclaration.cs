namespace Continuo.Server.Options;

/// <summary>That a server is one of several nodes, and how it finds the others. Immutable.</summary>
/// <param name="Address">Where the nodes find each other: <c>redis://…</c>, <c>rediss://…</c> or <c>memory:</c>.</param>
public sealed record ClusterDeclaration(string Address)
{
    /// <summary>The port for other nodes that is used if none is named.</summary>
    public const int DefaultPort = 11_811;

    /// <summary>Name of the cluster; nodes of others in the same store are not seen.</summary>
    public string Name { get; init; } = "continuo";

    /// <summary>Name of this node; <see langword="null"/>: the machine's.</summary>
    public string? Node { get; init; }

    /// <summary>Host name or IP address, and port, at which other nodes reach this one.</summary>
    public string NodeAddress { get; init; } = $"127.0.0.1:{DefaultPort}";

    /// <summary>Place of this node; empty for none.</summary>
    public string Zone { get; init; } = "";

    /// <summary>File with the key of all nodes; <see langword="null"/>: the environment variable CONTINUO_CLUSTER_KEY has it.</summary>
    public string? Key { get; init; }

    /// <summary>Leaves the address out, which may contain a password.</summary>
    public override string ToString() => $"{Name} as {Node} at {NodeAddress}";
}
