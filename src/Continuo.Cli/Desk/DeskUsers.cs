using Continuo.Streams;

namespace Continuo.Cli.Desk;

/// <summary>
/// Users of a desk on Mumble servers. Each connection is a user of its own: two with the same name or certificate would remove each other from
/// a server. The same configuration gives the same users again. Not thread-safe.
/// </summary>
internal sealed class DeskUsers(AudioSystem system)
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _identities = new(StringComparer.Ordinal);

    /// <summary>Adds a user name and an identity to a Mumble address that has none. Other addresses are returned as they are.</summary>
    /// <param name="address">Address of a channel or an output.</param>
    /// <param name="name">Its name in the configuration.</param>
    public string Complete(string address, string name)
    {
        if (system.Parse(address) is not { Scheme: "mumble" } parsed) return address;
        var own = new List<string>();
        if (parsed.Option("name") is null && !address.Contains('@', StringComparison.Ordinal))
        {
            var user = $"Desk_{string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'))}";
            own.Add($"name={Uri.EscapeDataString(Free(user, '_', _names))}");
        }

        if (parsed.Option("identity") is null) own.Add($"identity={Free($"desk-{DeskFiles.Slug(name)}", '-', _identities)}");
        return own.Count == 0
            ? address
            : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', own)}";
    }

    private static string Free(string wanted, char separator, HashSet<string> taken)
    {
        var free = wanted;
        for (var number = 2; !taken.Add(free); number++) free = $"{wanted}{separator}{number}";
        return free;
    }
}
