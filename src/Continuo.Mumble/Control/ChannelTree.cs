using Continuo.Audio;
using Continuo.Mumble.Protocol;

namespace Continuo.Mumble.Control;

/// <summary>The channels of a server. On the connection's thread.</summary>
internal sealed class ChannelTree
{
    /// <summary>Identifier of the root.</summary>
    public const uint Root = 0;

    /// <summary>Channels beyond this number are ignored: no server has so many, and a hostile one could fill the memory.</summary>
    private const int MaxChannels = 100_000;

    private readonly Dictionary<uint, (string Name, uint Parent)> _channels = [];

    /// <summary>Number of channels.</summary>
    public int Count => _channels.Count;

    /// <summary>Name of a channel; empty if it is unknown.</summary>
    public string NameOf(uint id) => _channels.GetValueOrDefault(id).Name ?? "";

    /// <summary>Adds a channel, or applies a change.</summary>
    public void Apply(ChannelStateMessage message)
    {
        if (!_channels.TryGetValue(message.ChannelId, out var channel))
        {
            if (_channels.Count >= MaxChannels) return;
            channel = ("", Root);
        }

        if (message.HasName) channel.Name = message.Name;
        if (message.HasParent) channel.Parent = message.Parent;
        _channels[message.ChannelId] = channel;
    }

    /// <summary>Removes a channel.</summary>
    public void Remove(uint id) => _channels.Remove(id);

    /// <summary>Finds a channel by the names from the root's child down. Exact spelling takes precedence.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/>, with similar names.</exception>
    public uint Find(MumbleOptions options)
    {
        var at = Root;
        foreach (var name in options.Channel)
        {
            var children = _channels.Where(c => c.Key != Root && c.Value.Parent == at).ToArray();
            var next = children.Where(c => c.Value.Name == name).Concat(
                children.Where(c => c.Value.Name.Equals(name, StringComparison.OrdinalIgnoreCase))).Take(1).ToArray();
            if (next is []) throw NotFound(options, name, at, [.. children.Select(c => c.Value.Name)]);
            at = next[0].Key;
        }

        return at;
    }

    private AudioException NotFound(MumbleOptions options, string name, uint parent, string[] names)
    {
        var place = parent == Root ? "the server" : $"channel '{Refusals.Printable(NameOf(parent))}'";
        var remedy = names.Length == 0
            ? $"It has no channels; leave '/{string.Join('/', options.Channel)}' out"
            : $"It has {string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase).Take(10).Select(Refusals.Printable))}"
                + $"{(names.Length > 10 ? "…" : "")}";
        return new AudioException(AudioErrorCode.NotFound, options.ToString(),
            $"{place} has no channel '{name}'{Suggestions.Words(name, names)}", remedy);
    }
}
