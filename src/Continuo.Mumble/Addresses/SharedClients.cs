using Continuo.Mumble.Client;

namespace Continuo.Mumble.Addresses;

/// <summary>
/// Clients by server, name and channel: all sources and sinks of a process with the same address are one user on the server. Thread-safe.
/// </summary>
internal static class SharedClients
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, (MumbleClient Client, int Uses)> Clients = [];

    /// <summary>Returns the client of these options, made if there is none. <see cref="Release"/> it.</summary>
    public static MumbleClient Acquire(MumbleOptions options)
    {
        var key = KeyOf(options);
        lock (Gate)
        {
            var (client, uses) = Clients.TryGetValue(key, out var present) ? present : (new MumbleClient(options), 0);
            Clients[key] = (client, uses + 1);
            return client;
        }
    }

    /// <summary>Gives a client back; the last one to do so ends it.</summary>
    public static void Release(MumbleClient client)
    {
        var key = KeyOf(client.Options);
        lock (Gate)
        {
            if (!Clients.TryGetValue(key, out var present) || present.Client != client) return;
            if (present.Uses > 1)
            {
                Clients[key] = (client, present.Uses - 1);
                return;
            }

            Clients.Remove(key);
        }

        client.Dispose();
    }

    private static string KeyOf(MumbleOptions options) => string.Join('\n', options.Server, options.Name, options.Password,
        string.Join('\t', options.Tokens), string.Join('\t', options.Channel), options.IsInsecure, options.UsesUdp, options.Identity,
        options.StateDirectory);
}
