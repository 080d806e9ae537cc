namespace Continuo.Server.Configuration;

/// <summary>A value of the configuration, and where it comes from. Built by one thread, then only read.</summary>
/// <param name="kind">What it holds.</param>
/// <param name="text">The text of a string, number, truth value or word.</param>
/// <param name="origin">Where it stands: <c>continuo.json:12:5</c>, <c>environment variable CONTINUO__LISTEN</c>, <c>--listen</c>.</param>
internal sealed class ConfigNode(ConfigKind kind, string text, string origin)
{
    public ConfigKind Kind { get; private set; } = kind;

    public string Text { get; } = text;

    public string Origin { get; } = origin;

    /// <summary>The settings of an object, in their order.</summary>
    public List<KeyValuePair<string, ConfigNode>> Members { get; } = [];

    /// <summary>The items of an array.</summary>
    public List<ConfigNode> Items { get; } = [];

    public static ConfigNode EmptyObject(string origin) => new(ConfigKind.Object, "", origin);

    /// <summary>The member of a name; fixed settings may be written in any case outside the file.</summary>
    public ConfigNode? Find(string name) => Members.FirstOrDefault(m => m.Key == name).Value;

    /// <summary>Puts a value in a place of the tree, over what is there. Objects on the way are made.</summary>
    /// <param name="path">Names from the root on.</param>
    /// <param name="value">The value.</param>
    public void Set(ReadOnlySpan<string> path, ConfigNode value)
    {
        // A stream that is declared by its address alone gets more settings.
        if (Kind != ConfigKind.Object)
        {
            if (Kind is ConfigKind.String or ConfigKind.Word) Members.Add(new("address", new ConfigNode(Kind, Text, Origin)));
            Kind = ConfigKind.Object;
        }

        var name = path[0];
        var index = Members.FindIndex(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0) name = Members[index].Key;
        if (path.Length > 1)
        {
            var child = index < 0 ? EmptyObject(value.Origin) : Members[index].Value;
            child.Set(path[1..], value);
            value = child;
        }

        if (index < 0) Members.Add(new(name, value));
        else Members[index] = new(name, value);
    }
}
