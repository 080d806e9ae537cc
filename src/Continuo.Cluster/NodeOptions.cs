using System.Net;
using Continuo.Audio;

namespace Continuo.Cluster;

/// <summary>How a node joins a cluster. Immutable.</summary>
public sealed record NodeOptions
{
    private const int MinKeyLength = 16;

    /// <summary>Name of the node, unique in the cluster: 1…64 letters, digits, dots, hyphens and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Where the nodes find each other: <c>redis://[user:password@]host[:port][/database]</c>, with TLS <c>rediss://…[?ca=FILE]</c> (the
    /// certificate of who has signed the store's), or <c>memory:</c> for a cluster of one node.
    /// </summary>
    public required string Membership { get; init; }

    /// <summary>Name of the cluster; nodes of other clusters in the same membership store are not seen.</summary>
    public string Cluster { get; init; } = "continuo";

    /// <summary>Address at which the other nodes reach this one.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port for the other nodes.</summary>
    public int Port { get; init; } = 11_811;

    /// <summary>Where the other nodes reach this one's web API.</summary>
    public required Uri Api { get; init; }

    /// <summary>Place of the node, such as a data centre: a new room is opened near its first participant. Empty for none.</summary>
    public string Zone { get; init; } = "";

    /// <summary>
    /// The key that all nodes of the cluster have, at least 16 characters. Connections between nodes are encrypted, and each end proves
    /// that it has the key, which itself is never sent.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>How long a node may be silent before it is asked again; after the second silence it is declared dead.</summary>
    internal TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Versions of what nodes say to each other that this one speaks.</summary>
    internal ProtocolRange Protocols { get; init; } = ProtocolRange.Current;

    /// <summary>Checks all values.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>.</exception>
    internal void Validate()
    {
        Require(IsName(Name), Name, "a node's name has 1 to 64 letters, digits, dots, hyphens and underscores");
        Require(IsName(Cluster), Cluster, "a cluster's name has 1 to 64 letters, digits, dots, hyphens and underscores");
        Require(Zone.Length == 0 || IsName(Zone), Zone, "a zone has 1 to 64 letters, digits, dots, hyphens and underscores");
        Require(Port is > 0 and < 65_536, $"{Port}", "a port is 1 to 65535");
        Require(Api.IsAbsoluteUri && Api.Scheme is "http" or "https", $"{Api}",
            "the address of the web API begins with http:// or https://");
        Require(Key.Length >= MinKeyLength, "the cluster's key", $"it has fewer than {MinKeyLength} characters",
            "Make one with: openssl rand -hex 32");
        MembershipStore.Parse(Membership);
    }

    /// <summary>Leaves the key and the store's password out.</summary>
    public override string ToString() => $"{Cluster}/{Name} at {Address}:{Port}";

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static void Require(bool holds, string asked, string rule, string remedy = "Correct it in the cluster's settings")
    {
        if (!holds) throw new AudioException(AudioErrorCode.InvalidArgument, asked, rule, remedy);
    }
}
