using System.Collections.Concurrent;

namespace Continuo.Server.Players;

/// <summary>The links of all <c>player:NAME</c> addresses, by name. Each is made when an address first names it. Thread-safe.</summary>
internal sealed class PlayerLinks
{
    private readonly ConcurrentDictionary<string, PlayerLink> _links = new(StringComparer.Ordinal);

    public PlayerLink this[string name] => _links.GetOrAdd(name, static n => new PlayerLink(n));
}
