using System.Text.RegularExpressions;

namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>A shell command of a document, without its comment.</summary>
/// <param name="Document">Path in the repository.</param>
/// <param name="Text">The command with single spaces; <c>./continuo</c> is <c>continuo</c>.</param>
internal sealed partial record DocumentedCommand(string Document, string Text)
{
    /// <summary>Every command in the shell blocks of the documents, and every <c>$ continuo …</c> above printed output.</summary>
    public static IReadOnlyList<DocumentedCommand> All { get; } = [.. Documents().SelectMany(In)];

    /// <summary>What follows the program's name, as words; <see langword="null"/> for a command of another program.</summary>
    public string[]? Arguments => ArgumentsOf(Text);

    /// <summary>A command as it is compared: no comment, no repeated spaces.</summary>
    public static string Normalise(string line)
    {
        var command = Spaces().Replace(Comment().Replace(line, "").Trim(), " ");
        return command.StartsWith("./continuo ", StringComparison.Ordinal) ? command[2..] : command;
    }

    /// <summary>The words after <c>continuo</c>, up to a pipe or a redirection.</summary>
    public static string[]? ArgumentsOf(string command) => command.StartsWith("continuo ", StringComparison.Ordinal)
        ? [.. Words().Matches(command).Skip(1).Select(m => m.Value.Trim('"', '\'')).TakeWhile(w => w is not ("|" or ">" or "&"))]
        : null;

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))
            .Select(f => Path.GetRelativePath(Repository.Root, f))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<DocumentedCommand> In(string document) =>
        Repository.Blocks(document, "sh")
            .SelectMany(b => b.Split('\n'))
            .Concat(Printed().Matches(Repository.Read(document)).Select(m => m.Groups["line"].Value))
            .Select(Normalise)
            .Where(c => c.Length > 0)
            .Select(c => new DocumentedCommand(document, c));

    [GeneratedRegex(@"(^|\s+)#(\s.*)?$")]
    private static partial Regex Comment();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\$ (?<line>continuo .*)$", RegexOptions.Multiline)]
    private static partial Regex Printed();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|\\S+")]
    private static partial Regex Words();
}
