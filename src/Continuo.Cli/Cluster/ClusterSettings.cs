using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Server.Configuration;
using Continuo.Server.Options;

namespace Continuo.Cli.Cluster;

/// <summary>The options of <c>continuo serve</c> that make it a node of a cluster, and what follows from them.</summary>
internal sealed class ClusterSettings
{
    // Each corresponds to a setting of the section "cluster" of the configuration.
    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "Join the cluster whose nodes find each other here: redis://HOST[:PORT]",
        HelpName = "ADDRESS",
    };
    private readonly Option<string?> _name = new("--cluster-name")
    {
        Description = "Name of the cluster, if several share a Redis (default continuo)",
        HelpName = "NAME",
    };
    private readonly Option<string?> _node = new("--node")
    {
        Description = "Name of this node (default: the machine's)",
        HelpName = "NAME",
    };
    private readonly Option<string?> _nodeAddress = new("--node-address")
    {
        Description = $"Host and port at which other nodes reach this one (default 127.0.0.1:{ClusterDeclaration.DefaultPort})",
        HelpName = "HOST:PORT",
    };
    private readonly Option<string?> _zone = new("--zone")
    {
        Description = "Place of this node; rooms open near who joins first",
        HelpName = "NAME",
    };
    private readonly Option<string?> _key = new("--cluster-key")
    {
        Description = "File with the key that all nodes have (else CONTINUO_CLUSTER_KEY)",
        HelpName = "FILE",
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_cluster, _name, _node, _nodeAddress, _zone, _key];

    /// <summary>The options that are given, as settings.</summary>
    public IEnumerable<ConfigOverride> Overrides(ParseResult arguments)
    {
        foreach (var (option, setting) in new[] { (_cluster, "address"), (_name, "name"), (_node, "node"),
            (_nodeAddress, "nodeAddress"), (_zone, "zone"), (_key, "key") })
        {
            if (arguments.GetValue(option) is { } value) yield return new(["cluster", setting], value, option.Name);
        }
    }

    /// <summary>What a server with these options joins.</summary>
    /// <returns><see langword="null"/> if it is to be alone.</returns>
    /// <exception cref="AudioException">Something is wrong or missing.</exception>
    public static async Task<ClusterMembership?> ReadAsync(ServerOptions server, CancellationToken cancellation)
    {
        if (server.Cluster is not { } cluster) return null;
        var at = await ResolveAsync(cluster.NodeAddress, cancellation).ConfigureAwait(false);
        var listen = server.Listen[0];
        if (listen.Port == 0)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"{listen}", "other nodes must know the port",
                "Choose one: --listen ADDRESS:PORT");
        }

        var host = listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any) ? at.Address : listen.Address;
        var api = new UriBuilder(server.Tls is null ? "http" : "https", $"{host}", listen.Port).Uri;
        return new ClusterMembership(cluster.Address, cluster.Name, cluster.Node ?? Environment.MachineName, at, api, cluster.Zone,
            Key(cluster.Key));
    }

    private static async Task<IPEndPoint> ResolveAsync(string nodeAddress, CancellationToken cancellation)
    {
        if (IPEndPoint.TryParse(nodeAddress, out var end)) return end;
        var address = new Uri($"tcp://{nodeAddress}");
        try
        {
            var found = await Dns.GetHostAddressesAsync(address.IdnHost, cancellation).ConfigureAwait(false);
            return new IPEndPoint(
                found.FirstOrDefault(static a => a.AddressFamily == AddressFamily.InterNetwork) ?? found[0], address.Port);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new AudioException(AudioErrorCode.NotFound, $"--node-address {nodeAddress}", $"there is no host '{address.Host}'",
                $"Write HOST:PORT, such as 10.0.0.2:{ClusterDeclaration.DefaultPort}", e);
        }
    }

    private static string Key(string? file)
    {
        const string missing = "a cluster needs a key that all its nodes have";
        const string remedy = "Make one with 'openssl rand -hex 32 > cluster.key' and give --cluster-key cluster.key to each";
        if (file is null)
        {
            return Environment.GetEnvironmentVariable("CONTINUO_CLUSTER_KEY") is { Length: > 0 } key
                ? key
                : throw new AudioException(AudioErrorCode.InvalidArgument, "--cluster", missing, remedy);
        }

        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(AudioErrorCode.AccessDenied, $"--cluster-key {file}", e.Message.TrimEnd('.'), remedy, e);
        }
    }
}
