using Continuo.Streams;

namespace Continuo.Cli.Options;

/// <summary>Help on the registered addresses and their options.</summary>
internal static class AddressHelp
{
    /// <summary>The addresses and their meaning.</summary>
    public static IEnumerable<(string Address, string Meaning)> Table
    {
        get
        {
            foreach (var scheme in Composition.Schemes)
            {
                if (scheme.Source is { } source) yield return (source.Address, source.Meaning);
                if (scheme.Sink is { } sink) yield return (scheme.Source is null ? sink.Address : "  as a sink", sink.Meaning);
            }
        }
    }

    /// <summary>The options of each address: <c>?name=value&amp;name</c>.</summary>
    public static IEnumerable<(string Address, string Options)> Options
    {
        get
        {
            foreach (var scheme in Composition.Schemes)
            {
                var (source, sink) = (scheme.Source?.Options ?? "", scheme.Sink?.Options ?? "");
                if (source.Length > 0) yield return (Prefix(scheme) + (scheme.OpensSinks && sink != source ? " (source)" : ""), source);
                if (sink.Length > 0 && sink != source) yield return (Prefix(scheme) + (scheme.OpensSources ? " (sink)" : ""), sink);
            }
        }
    }

    /// <summary>Suggestions of shell completion for an address.</summary>
    public static string[] Completions =>
        [.. Composition.Schemes.Where(s => s.Name is not "-" && s.Name[0] != '.').SelectMany(s => Examples(s).DefaultIfEmpty(s.Prefix))];

    // Examples that work as they are, without names of applications or placeholders in capitals.
    private static IEnumerable<string> Examples(AudioScheme scheme) => scheme.Name is "tone" or "noise" or "rtp"
        ? (scheme.Source?.Address ?? "").Split(", ").Where(a => !a.Contains("FILE", StringComparison.Ordinal)
            && !a.Contains("HOST", StringComparison.Ordinal)).Select(a => a.Replace("PORT", "5004", StringComparison.Ordinal))
        : [];

    private static string Prefix(AudioScheme scheme) =>
        scheme.Name[0] == '.' ? $"FILE{scheme.Name}" : scheme.Name == "file" ? "FILE" : scheme.Prefix;
}
