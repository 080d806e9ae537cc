using System.Net;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Cluster.Security;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Continuo.Cluster.Nodes;

/// <summary>
/// Refuses a start that cannot go well, before the others see the node: a store that does not answer, another key than theirs, a name that
/// another node has.
/// </summary>
internal sealed class JoinCheck(NodeOptions options, ConfigurationOptions redis, ClusterIdentity identity, IMembershipTable table,
    ILogger<JoinCheck> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    private const int MaxAsked = 8; // of any number of nodes: one that answers is enough to know the key
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(JoinCheck), ServiceLifecycleStage.First, StartAsync);
        // The table is ready, and this node is not yet in it.
        lifecycle.Subscribe(nameof(JoinCheck), ServiceLifecycleStage.RuntimeGrainServices + 1, CheckNodesAsync);
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        CheckAddress(options);
        await Task.WhenAll(CheckStoreAsync(cancellation), NodeProbe.WarmUpAsync(identity, cancellation)).ConfigureAwait(false);
    }

    /// <summary>Checks that the node's address can be listened on.</summary>
    /// <exception cref="AudioException">It cannot.</exception>
    internal static void CheckAddress(NodeOptions options)
    {
        var end = new IPEndPoint(options.Address, options.Port);
        try
        {
            using var probe = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(end);
            probe.Listen();
        }
        catch (SocketException e)
        {
            throw e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => new AudioException(AudioErrorCode.ServerUnavailable, $"the node's address {end}",
                    "the port is in use by another program", "Stop that, or choose another port: --node-address HOST:PORT", e),
                SocketError.AddressNotAvailable => new AudioException(AudioErrorCode.InvalidArgument, $"the node's address {end}",
                    "this machine has no such address", "Give --node-address with an address of this machine that other nodes reach", e),
                _ => new AudioException(AudioErrorCode.ServerUnavailable, $"the node's address {end}", e.Message.TrimEnd('.'),
                    "Choose another: --node-address HOST:PORT", e),
            };
        }
    }

    private async Task CheckStoreAsync(CancellationToken cancellation)
    {
        var once = redis.Clone();
        (once.AbortOnConnectFail, once.ConnectRetry) = (true, 2);
        once.ConnectTimeout = once.AsyncTimeout = 10_000; // a busy machine is not a missing store
        try
        {
            using var connection = await ConnectionMultiplexer.ConnectAsync(once).ConfigureAwait(false);
            await connection.GetDatabase().PingAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw StoreErrors.Of(options.Membership, e);
        }

        if (IPAddress.IsLoopback(options.Address) && !await StoreErrors.IsOnThisMachineAsync(redis, cancellation).ConfigureAwait(false))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"the node's address {options.Address}:{options.Port}",
                "the store is on another machine, and nodes there cannot reach this address",
                "Give --node-address with an address of this machine");
        }
    }

    private async Task CheckNodesAsync(CancellationToken cancellation)
    {
        var here = new IPEndPoint(options.Address, options.Port);
        var others = (await table.ReadAllAsync(cancellation).ConfigureAwait(false)).Members.Select(m => m.Item1)
            .Where(m => m.Status == SiloStatus.Active && !m.SiloAddress.Endpoint.Equals(here)).ToArray();
        var namesakes = others.Where(m => m.SiloName == options.Name).ToArray();
        var rest = others.Except(namesakes).ToArray();
        Random.Shared.Shuffle(rest);
        var asked = await Task.WhenAll(namesakes.Concat(rest.Take(MaxAsked)).Select(async m =>
            (Node: m, Answer: await NodeProbe.AskAsync(m.SiloAddress.Endpoint, identity, AnswerTimeout, cancellation)
                .ConfigureAwait(false))))
            .ConfigureAwait(false);
        var stranger = asked.FirstOrDefault(a => a.Answer.Kind == ProbeAnswer.OtherKey).Node;
        if (stranger is not null && asked.All(static a => a.Answer.Kind != ProbeAnswer.OurKey))
        {
            throw new AudioException(AudioErrorCode.AccessDenied, $"the cluster '{options.Cluster}'",
                $"node {stranger.SiloName} at {stranger.SiloAddress.Endpoint} has another key", "Give every node the same --cluster-key");
        }

        foreach (var (node, answer) in asked)
        {
            if (answer.Kind == ProbeAnswer.OurKey && node.SiloName == options.Name)
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, $"the node's name '{options.Name}'",
                    $"a node at {node.SiloAddress.Endpoint} has it", "Choose another: --node NAME");
            }

            if (answer.Kind == ProbeAnswer.None)
            {
                ClusterLog.Unreachable(logger, node.SiloName, $"{node.SiloAddress.Endpoint}", answer.Reason);
            }
        }
    }
}
