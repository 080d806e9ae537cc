using System.CommandLine;
using Continuo.Cli.Output;

namespace Continuo.Cli.Commands;

/// <c>continuo complete</c>: used by the completion scripts. Prints one suggestion per line.
internal sealed class CompleteCommand : CliCommand
{
    private readonly Option<int> _position = new("--position") { Description = "Cursor position in the line" };
    private readonly Argument<string> _line = new("LINE") { Description = "Command line typed so far" };

    private readonly Func<Command> _root;

    /// <param name="root">Creates the root command.</param>
    public CompleteCommand(Func<Command> root)
        : base("complete", "Suggest completions for a command line")
    {
        _root = root;
        Hidden = true;
        Add(_position);
        Add(_line);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var line = arguments.GetRequiredValue(_line);
        var position = Math.Clamp(arguments.GetValue(_position), 0, line.Length);

        // The program's name, however it was written, is not parsed.
        var start = line.AsSpan(0, position).IndexOf(' ') + 1;
        var typed = start == 0 ? "" : line[start..];
        var suggestions = _root().Parse(typed).GetCompletions(Math.Max(0, position - start)).Select(s => s.Label).ToArray();
        if (suggestions.Length > 0) context.Output.Text(string.Join('\n', suggestions));
        return Task.FromResult(ExitCodes.Done);
    }
}
