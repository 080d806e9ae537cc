using System.CommandLine;
using System.CommandLine.Parsing;
using Continuo.Audio;

namespace Continuo.Cli.Commands;

/// <summary>What is wrong with a command line, in one line.</summary>
internal static class UsageErrors
{
    public static AudioException Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var remedy = $"See '{ContinuoCommand.PathOf(command)} --help'";
        var unknown = parsed.UnmatchedTokens;
        if (unknown.Count > 0 && ContinuoCommand.IsRoot(command)) return Wrong(unknown[0], "there is no such command or option", remedy);

        // What is not understood explains what seems to be missing.
        var errors = unknown.Count > 0 ? unknown.Select(t => $"'{t}' is not understood here") : parsed.Errors.Select(Words);
        return Wrong(ContinuoCommand.IsRoot(command) ? ContinuoCommand.Name : command.Name, string.Join("; ", errors.Distinct()), remedy);
    }

    private static string Words(ParseError error) => error.SymbolResult switch
    {
        CommandResult result when ContinuoCommand.IsRoot(result.Command) => "no command is given",
        ArgumentResult { Tokens.Count: 0, Parent: CommandResult } result => $"{result.Argument.HelpName ?? result.Argument.Name} is missing",
        _ => error.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.'),
    };

    private static AudioException Wrong(string asked, string happened, string remedy) => new(AudioErrorCode.InvalidArgument, asked, happened, remedy);
}
