using System.Globalization;
using Continuo.Audio;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Continuo.Cluster.Nodes;

/// <summary>
/// The versions that the nodes speak, kept in the store. A node asks before it joins: one that has no version in common with a living node
/// is refused, so that it never gets a room. Starts before the engine, and renews its own entry while it runs.
/// </summary>
internal sealed class NodeRegister(
    NodeOptions options,
    StoreLink store,
    TimeProvider time,
    ILogger<NodeRegister> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private RedisKey Key => $"{store.Prefix}nodes";

    /// <inheritdoc/>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/>: a living node speaks only other versions.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await store.ConnectAsync().WaitAsync(cancellationToken).ConfigureAwait(false) is { } redis)
            {
                var entries = await redis.GetDatabase().HashGetAllAsync(Key).WaitAsync(cancellationToken).ConfigureAwait(false);
                foreach (var entry in entries) Check(entry.Name!, entry.Value.ToString().Split(' '));
                await RenewAsync(redis).ConfigureAwait(false);
            }
        }
        catch (RedisException e)
        {
            ClusterLog.NotCompared(logger, e.Message); // the engine waits for the store, and the table of nodes compares again
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                try
                {
                    if (await store.ConnectAsync().ConfigureAwait(false) is not { } redis) return;
                    await RenewAsync(redis).ConfigureAwait(false);
                }
                catch (RedisException)
                {
                    // It is down; the next one renews.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private void Check(string name, string[] words)
    {
        const int fields = 4; // oldest, newest, version of the program, seconds since 1970
        if (name == options.Name || words.Length < fields || !TryParse(words[0], out var oldest) || !TryParse(words[1], out var newest)
            || !TryParse(words[3], out var at) || time.GetUtcNow().ToUnixTimeSeconds() - at > Lifetime.TotalSeconds)
        {
            return;
        }

        ClusterNode.RequireFit(options.Protocols, name, words[2], new ProtocolRange((int)oldest, (int)newest));
    }

    private Task<bool> RenewAsync(ConnectionMultiplexer redis) =>
        redis.GetDatabase().HashSetAsync(Key, options.Name, string.Create(CultureInfo.InvariantCulture,
            $"{options.Protocols.Oldest} {options.Protocols.Newest} "
            + $"{ClusterNode.ProgramVersion()} {time.GetUtcNow().ToUnixTimeSeconds()}"));

    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
