using StackExchange.Redis;

namespace Continuo.Cluster.Nodes;

/// <summary>
/// This node's own connection to the membership store; none if the store is memory. Connects in the background. Thread-safe.
/// </summary>
internal sealed class StoreLink : IAsyncDisposable
{
    private readonly Task<ConnectionMultiplexer>? _connecting;

    public StoreLink(NodeOptions options)
    {
        Prefix = $"continuo/{options.Cluster}/";
        if (MembershipStore.Parse(options.Membership).Redis is { } redis) _connecting = ConnectionMultiplexer.ConnectAsync(redis);
    }

    /// <summary>Beginning of the keys of this cluster.</summary>
    public string Prefix { get; }

    /// <summary>Whether there is no store, or it is connected.</summary>
    public bool IsUp => _connecting is null || (_connecting.IsCompletedSuccessfully && _connecting.Result.IsConnected);

    /// <summary>The connection; <see langword="null"/> without a store.</summary>
    /// <exception cref="RedisException">The store's address cannot be used.</exception>
    public async Task<ConnectionMultiplexer?> ConnectAsync() => _connecting is null ? null : await _connecting.ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connecting is null) return;
        try
        {
            var connection = await _connecting.ConfigureAwait(false);
            await connection.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (RedisException)
        {
            // It never was.
        }
    }
}
