using System.Text.RegularExpressions;
using Continuo.Cli.Commands;

namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>Every shell command of the documents is run by a scene, or listed with the reason why it is only parsed.</summary>
public sealed partial class DocumentedCommandTests
{
    /// <summary>The documents that have commands.</summary>
    public static TheoryData<string> Documents => [.. DocumentedCommand.All.Select(c => c.Document).Distinct()];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_command_of_a_document_is_run_or_has_a_reason(string document)
    {
        var run = Scene.All.SelectMany(s => s.Steps).Select(s => s.Command).ToHashSet();
        var open = DocumentedCommand.All
            .Where(c => c.Document == document && !run.Contains(c.Text) && !OnlyParsed.All.Any(p => p.Covers(c.Text)))
            .Select(c => c.Text)
            .ToArray();
        Assert.True(open.Length == 0, $"no scene runs these commands of {document}:\n{string.Join('\n', open)}");
    }

    [Fact]
    public void What_scenes_run_and_reasons_excuse_is_in_a_document()
    {
        var texts = DocumentedCommand.All.Select(c => c.Text).ToHashSet();
        Assert.True(texts.Count > 60, $"{texts.Count} commands");
        Assert.Empty(Scene.All.SelectMany(s => s.Steps).Where(s => !s.Undocumented && !texts.Contains(s.Command)).Select(s => s.Command));
        Assert.Empty(OnlyParsed.All.Where(p => !texts.Any(p.Covers)).Select(p => p.Command));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_command_line_is_understood(string document)
    {
        foreach (var command in DocumentedCommand.All.Where(c => c.Document == document))
        {
            if (command.Arguments is { } arguments) Understood(command.Text, arguments);
            foreach (var path in Paths().Matches(command.Text).Select(m => m.Groups["path"].Value))
            {
                Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{command.Text}: there is no {path}");
            }
        }
    }

    [Fact]
    public void Every_example_of_the_help_is_understood()
    {
        var examples = ContinuoCommand.Create()
            .Subcommands.OfType<CliCommand>()
            .SelectMany(c => c.Examples)
            .Select(e => DocumentedCommand.Normalise(e.Line))
            .Where(l => DocumentedCommand.ArgumentsOf(l) is not null)
            .ToArray();
        Assert.True(examples.Length > 40);
        foreach (var example in examples) Understood(example, DocumentedCommand.ArgumentsOf(example)!);
    }

    private static void Understood(string line, string[] arguments)
    {
        var parsed = ContinuoCommand.Parse(arguments);
        var wrong = UsageErrors.Find(parsed, arguments);
        Assert.True(wrong is null || parsed.Action is ExampleHelpAction, $"{line}: {wrong?.Message}");
    }

    // A program or project of the repository that a command names.
    [GeneratedRegex(@"(^\./|--project |^node |^(?=bench/))(?<path>[\w./-]+)")]
    private static partial Regex Paths();
}
