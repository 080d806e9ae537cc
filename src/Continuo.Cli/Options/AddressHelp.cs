using Continuo.Streams;

namespace Continuo.Cli.Options;

/// <summary>The kinds of address and their options, as they are registered.</summary>
internal static class AddressHelp
{
    /// <summary>How addresses are written, and what they open.</summary>
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

    /// <summary>What may follow an address: <c>?name=value&amp;name</c>.</summary>
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

    /// <summary>What shell completion offers where an address is expected.</summary>
    public static string[] Completions =>
        [.. Composition.Schemes.Where(s => s.Name is not "-" && s.Name[0] != '.').SelectMany(s => Examples(s).DefaultIfEmpty(s.Prefix))];

    // Examples that can be used as they are: no name of an application, no word in capitals to be replaced.
    private static IEnumerable<string> Examples(AudioScheme scheme) => scheme.Name is "tone" or "noise" or "rtp"
        ? (scheme.Source?.Address ?? "").Split(", ").Where(a => !a.Contains("FILE", StringComparison.Ordinal) && !a.Contains("HOST", StringComparison.Ordinal)).Select(a => a.Replace("PORT", "5004", StringComparison.Ordinal))
        : [];

    private static string Prefix(AudioScheme scheme) => scheme.Name[0] == '.' ? $"FILE{scheme.Name}" : scheme.Name == "file" ? "FILE" : scheme.Prefix;
}
