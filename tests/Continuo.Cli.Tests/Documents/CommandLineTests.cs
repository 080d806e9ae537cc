using System.Text.RegularExpressions;
using Continuo.Cli.Commands;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Documents;

/// <summary>
/// Every command line of the README, of the documents and of the help is one that the program understands; those of the README that need no
/// device are run.
/// </summary>
public sealed partial class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Documents =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs"),
            "*.md").Select(f => "docs/" + Path.GetFileName(f)).Append("README.md")];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_command_line_of_a_document_is_understood(string document)
    {
        foreach (var line in Repository.Blocks(document, "sh").SelectMany(b => b.Split('\n')).Select(CommandOf).OfType<string>()) Understand(line);
    }

    [Fact]
    public void Every_example_of_the_help_is_understood()
    {
        var examples = ContinuoCommand.Create()
            .Subcommands.OfType<CliCommand>()
            .SelectMany(c => c.Examples)
            .Select(e => e.Line)
            .Where(l => l.StartsWith("continuo ", StringComparison.Ordinal))
            .ToArray();
        Assert.True(examples.Length > 40);
        foreach (var example in examples) Understand(example["continuo ".Length..]);
    }

    [Fact]
    public void What_the_readme_shows_without_a_device_runs()
    {
        var lines = Repository.Blocks("README.md", "sh")
            .SelectMany(b => b.Split('\n'))
            .Where(l => l.StartsWith("./continuo ", StringComparison.Ordinal))
            .Where(l => Runnable().IsMatch(l))
            .ToArray();
        Assert.True(lines.Length >= 6, string.Join('\n', lines));
        foreach (var line in lines) Run(line);
    }

    public void Dispose() => _folder.Dispose();

    private void Run(string line)
    {
        var command = Comment().Replace(line, "").Replace("./continuo ", $"{ContinuoProgram.ShellWords} ", StringComparison.Ordinal);
        var start = new System.Diagnostics.ProcessStartInfo("bash", ["-o", "pipefail", "-c", command])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{line}\n{error}{output.Result}");
    }

    private static void Understand(string line)
    {
        var args = Words().Matches(line).Select(m => m.Value.Trim('"')).TakeWhile(w => w is not ("|" or ">" or "&")).ToArray();
        var parsed = ContinuoCommand.Parse(args);
        var wrong = UsageErrors.Find(parsed, args);
        Assert.True(wrong is null || parsed.Action is ExampleHelpAction, $"{line}: {wrong?.Message}");
    }

    private static string? CommandOf(string line)
    {
        var match = Invocation().Match(line);
        return match.Success ? Comment().Replace(match.Groups["rest"].Value, "") : null;
    }

    [GeneratedRegex(@"^(?:\./)?continuo (?<rest>\S.*)$")]
    private static partial Regex Invocation();

    [GeneratedRegex(@"\s+#\s.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();

    [GeneratedRegex("^./continuo (record tone|record tone.wav|convert|info|loudness|monitor noise|stream sweep|mix|simulate|help)")]
    private static partial Regex Runnable();
}
