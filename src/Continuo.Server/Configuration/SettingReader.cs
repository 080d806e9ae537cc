using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Server.Options;

namespace Continuo.Server.Configuration;

/// <summary>Reads single values; a wrong one is a mistake, and is left out. One thread.</summary>
internal abstract class SettingReader(List<ConfigMistake> mistakes)
{
    /// <summary>The settings that exist, as paths, as they are met.</summary>
    public SortedSet<string> Known { get; } = new(StringComparer.Ordinal);

    protected void Mistake(ConfigNode node, string path, string message) => mistakes.Add(new ConfigMistake(node.Origin, path, message));

    /// <summary>Calls the reader of each member; members without one are mistakes.</summary>
    protected void ReadObject(ConfigNode node, string path, params ReadOnlySpan<(string Name, Action<ConfigNode, string> Read)> settings)
    {
        foreach (var (name, _) in settings) Known.Add(Join(path, name));
        if (node.Kind == ConfigKind.Null) return;
        if (node.Kind != ConfigKind.Object)
        {
            Mistake(node, path, "this is an object: { … }");
            return;
        }

        foreach (var (name, value) in node.Members)
        {
            var isFound = false;
            foreach (var (known, read) in settings)
            {
                // The environment has names in capitals.
                var comparison = value.Kind == ConfigKind.Word || value.Origin.StartsWith("environment", StringComparison.Ordinal)
                    ? StringComparison.OrdinalIgnoreCase
                    : StringComparison.Ordinal;
                if (!known.Equals(name, comparison)) continue;
                isFound = true;
                if (value.Kind != ConfigKind.Null) read(value, Join(path, known));
            }

            if (isFound || name == "$schema") continue;
            var names = new List<string>();
            foreach (var (known, _) in settings) names.Add(known);
            Mistake(value, Join(path, name),
                $"there is no such setting{Suggestions.Words(name, names)}; there are {string.Join(", ", names)}");
        }
    }

    /// <summary>Reads the members of an object with names of the user's choice.</summary>
    protected void ReadEach(ConfigNode node, string path, Action<string, ConfigNode, string> read)
    {
        if (node.Kind != ConfigKind.Object)
        {
            Mistake(node, path, "this is an object with a name for each: { \"NAME\": … }");
            return;
        }

        foreach (var (name, value) in node.Members)
        {
            if (EntryName.Check(name, out _) is not null) Mistake(value, Join(path, name), EntryName.Rule);
            else if (value.Kind != ConfigKind.Null) read(name, value, Join(path, name));
        }
    }

    protected string? Text(ConfigNode node, string path)
    {
        if (node.Kind is ConfigKind.String or ConfigKind.Word && node.Text.Length > 0) return node.Text;
        Mistake(node, path, "this is a text that is not empty");
        return null;
    }

    protected bool? Truth(ConfigNode node, string path)
    {
        if (node.Kind is ConfigKind.Boolean or ConfigKind.Word && bool.TryParse(node.Text, out var truth)) return truth;
        Mistake(node, path, "this is true or false");
        return null;
    }

    protected double? Number(ConfigNode node, string path, double min, double max)
    {
        if (node.Kind is ConfigKind.Number or ConfigKind.Word
            && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
        {
            return number;
        }

        Mistake(node, path, string.Create(CultureInfo.InvariantCulture, $"this is a number from {min} to {max}"));
        return null;
    }

    protected int? Whole(ConfigNode node, string path, int min, int max)
    {
        if (Number(node, path, min, max) is not { } number) return null;
        if (number == Math.Truncate(number)) return (int)number;
        Mistake(node, path, "this is a whole number");
        return null;
    }

    protected TimeSpan? Seconds(ConfigNode node, string path, double min, double max) =>
        Number(node, path, min, max) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>A list, or one value in place of it.</summary>
    protected static List<T> List<T>(ConfigNode node, string path, Func<ConfigNode, string, T?> read)
        where T : class
    {
        var items = node.Kind switch
        {
            ConfigKind.Array => node.Items,
            ConfigKind.Word => [.. node.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(t => new ConfigNode(ConfigKind.Word, t, node.Origin))],
            _ => [node],
        };
        var list = new List<T>();
        for (var i = 0; i < items.Count; i++)
        {
            if (read(items[i], items.Count == 1 && node.Kind != ConfigKind.Array ? path : $"{path}[{i}]") is { } item) list.Add(item);
        }

        return list;
    }

    protected IPEndPoint? EndPoint(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (ListenAddress.TryParse(text, out var endPoint)) return endPoint;
        Mistake(node, path, $"'{text}' is no IP address with a port; write 127.0.0.1:7480, [::1]:7480, or 0.0.0.0:7480 for all networks");
        return null;
    }

    protected IPAddress? Address(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (IPAddress.TryParse(text, out var address)) return address;
        Mistake(node, path, $"'{text}' is no IP address");
        return null;
    }

    protected static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
