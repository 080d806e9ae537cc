using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Continuo.Server.Configuration;

/// <summary>Reads a JSON file into nodes that know their line and column. Comments and trailing commas are allowed.</summary>
internal static class ConfigParser
{
    private const int MaxDepth = 16;

    /// <summary>Reads a document. A syntax error is a mistake, and nothing of the document is used.</summary>
    public static ConfigNode Parse(ReadOnlySpan<byte> json, string file, List<ConfigMistake> mistakes)
    {
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        var reader = new Utf8JsonReader(json,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var root = Read(ref reader, json, file, "", mistakes);
            reader.Read(); // what follows the value is an error
            if (root.Kind == ConfigKind.Object) return root;
            mistakes.Add(new ConfigMistake(root.Origin, "", "the file holds one JSON object: { \"streams\": { … } }"));
        }
        catch (JsonException e)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{file}:{e.LineNumber + 1}:{e.BytePositionInLine + 1}");
            mistakes.Add(new ConfigMistake(place, "", $"this is not JSON: {e.Message.Split(" LineNumber")[0].TrimEnd('.')}"));
        }

        return ConfigNode.EmptyObject(file);
    }

    private static ConfigNode Read(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string file, string path, List<ConfigMistake> mistakes)
    {
        var origin = OriginOf(json, (int)reader.TokenStartIndex, file);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var node = ConfigNode.EmptyObject(origin);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    var at = OriginOf(json, (int)reader.TokenStartIndex, file);
                    var place = path.Length == 0 ? name : $"{path}.{name}";
                    reader.Read();
                    var value = Read(ref reader, json, file, place, mistakes);
                    if (node.Find(name) is { } first)
                    {
                        mistakes.Add(new ConfigMistake(at, place, $"it is set twice; first at {first.Origin}"));
                    }
                    else
                    {
                        node.Members.Add(new(name, value));
                    }
                }

                return node;
            case JsonTokenType.StartArray:
                var list = new ConfigNode(ConfigKind.Array, "", origin);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(Read(ref reader, json, file, $"{path}[{list.Items.Count}]", mistakes));
                }

                return list;
            case JsonTokenType.String:
                return new ConfigNode(ConfigKind.String, reader.GetString()!, origin);
            case JsonTokenType.Number:
                return new ConfigNode(ConfigKind.Number, Encoding.UTF8.GetString(reader.ValueSpan), origin);
            case JsonTokenType.True or JsonTokenType.False:
                return new ConfigNode(ConfigKind.Boolean, reader.TokenType == JsonTokenType.True ? "true" : "false", origin);
            default:
                return new ConfigNode(ConfigKind.Null, "", origin);
        }
    }

    private static string OriginOf(ReadOnlySpan<byte> json, int index, string file)
    {
        var before = json[..index];
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{file}:{line}:{column}");
    }
}
