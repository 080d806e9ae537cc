using System.Collections.Concurrent;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Cluster.Nodes;
using Continuo.Rooms.Volumes;
using Continuo.Server.Rooms;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Continuo.Cluster.Serving;

/// <summary>
/// Keeps the volumes that listeners have set alike on all nodes, so that they are there wherever a room goes: each change is kept in the
/// cluster's store and told to the nodes. While the store is down, changes stay on their node; they are sent when it is back. Thread-safe.
/// </summary>
internal sealed class VolumeCopies(StoreLink link, ILogger<VolumeCopies> logger) : IVolumeCopies, IAsyncDisposable
{
    private const string Server = "local"; // as a RoomHost names its own

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<string, ListenerSettings> _changed = new(StringComparer.Ordinal); // not sent yet, by listener
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _isRead = new();
    private readonly string _own = Guid.NewGuid().ToString("N");
    private Task _task = Task.CompletedTask;

    private RedisKey Key => $"{link.Prefix}volumes";

    private RedisChannel Channel => RedisChannel.Literal($"{link.Prefix}volumes");

    /// <inheritdoc/>
    public void Attach(VolumeStore store)
    {
        store.Copied = (listener, settings) => _changed[listener] = settings;
        _task = Task.Run(() => RunAsync(store));
        _isRead.Wait(ReadTimeout); // the first room's listeners come at once
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _isRead.Dispose();
    }

    private async Task RunAsync(VolumeStore store)
    {
        var isListening = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await link.ConnectAsync().ConfigureAwait(false) is not { } redis) return;
                if (!redis.IsConnected) isListening = false; // what the others say meanwhile is read when it is back
                else if (!isListening)
                {
                    await SendAsync(redis).ConfigureAwait(false); // first: what was set here is newer than what is kept
                    await ListenAsync(redis, store).ConfigureAwait(false);
                    isListening = true;
                    _isRead.Set();
                }
                else await SendAsync(redis).ConfigureAwait(false);
            }
            catch (RedisException)
            {
                isListening = false;
            }

            await Task.Delay(Interval, _stop.Token).ConfigureAwait(false);
        }
    }

    private async Task ListenAsync(ConnectionMultiplexer redis, VolumeStore store)
    {
        var subscriber = redis.GetSubscriber();
        await subscriber.UnsubscribeAsync(Channel).ConfigureAwait(false);
        await subscriber.SubscribeAsync(Channel, (_, message) => Take(store, message.ToString())).ConfigureAwait(false);
        foreach (var entry in await redis.GetDatabase().HashGetAllAsync(Key).ConfigureAwait(false)) Set(store, entry.Name!, entry.Value!);
    }

    private async Task SendAsync(ConnectionMultiplexer redis)
    {
        foreach (var (listener, settings) in _changed)
        {
            var json = JsonSerializer.Serialize(settings, DeclarationJson.Default.ListenerSettings);
            var database = redis.GetDatabase();
            if (settings.IsEmpty) await database.HashDeleteAsync(Key, listener).ConfigureAwait(false);
            else await database.HashSetAsync(Key, listener, json).ConfigureAwait(false);
            await redis.GetSubscriber().PublishAsync(Channel, $"{_own}\n{listener}\n{json}").ConfigureAwait(false);
            _changed.TryRemove(KeyValuePair.Create(listener, settings));
        }
    }

    private void Take(VolumeStore store, string message)
    {
        var words = message.Split('\n', 3); // node, listener, JSON
        if (words.Length == 3 && words[0] != _own) Set(store, words[1], words[2]);
    }

    private void Set(VolumeStore store, string listener, string json)
    {
        if (_changed.ContainsKey(listener)) return; // this node's is newer
        try
        {
            if (JsonSerializer.Deserialize(json, DeclarationJson.Default.ListenerSettings) is { } settings)
            {
                store.SetCopy(Server, listener, settings);
            }
        }
        catch (Exception e) when (e is JsonException or AudioException or ArgumentException)
        {
            ServingLog.NotCopied(logger, listener, e.Message);
        }
    }
}
