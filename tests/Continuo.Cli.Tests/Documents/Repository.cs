using System.Text.RegularExpressions;

namespace Continuo.Cli.Tests.Documents;

/// <summary>The project's documents as the tests see them.</summary>
internal static partial class Repository
{
    /// <summary>Where the documents lie.</summary>
    public static string Root { get; } = Find();

    /// <summary>A document's text.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The blocks of a language in a document, without their fences.</summary>
    public static IReadOnlyList<string> Blocks(string path, string language) =>
        [.. Fence().Matches(Read(path)).Where(m => m.Groups["language"].Value == language).Select(m => m.Groups["text"].Value)];

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Continuo.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run below the repository");
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
