using System.CommandLine;
using System.CommandLine.Parsing;
using Continuo.Audio;
using Continuo.Cli.Options;

namespace Continuo.Cli;

/// <summary>Explains invalid command lines.</summary>
internal static class UsageErrors
{
    /// <summary>The error of a command line; <see langword="null"/> if it is valid.</summary>
    public static AudioException? Find(ParseResult parsed, string[] args)
    {
        var command = parsed.CommandResult.Command;
        var unknown = parsed.UnmatchedTokens;
        if (ContinuoCommand.IsRoot(command)) return OfRoot(parsed, unknown);

        // An unknown token explains what seems to be missing. To a command that takes several files, an unknown option looks like another
        // file.
        var options = unknown.Concat(OptionsTakenForArguments(parsed, args)).Distinct().ToArray();
        var errors = options.Length > 0
            ? options.Where(o => IsOption(o) || !options.Any(IsOption)).Select(t => NotUnderstood(t, command))
            : parsed.Errors.Select(Words);
        var words = string.Join("; ", errors.Distinct());
        return words.Length > 0 ? Wrong(command.Name, words, $"See '{ContinuoCommand.PathOf(command)} --help'") : null;
    }

    private static AudioException? OfRoot(ParseResult parsed, IReadOnlyList<string> unknown)
    {
        if (unknown.Count == 0 && parsed.Errors.Count == 0) return null;
        const string Remedy = $"See '{ContinuoCommand.Name} --help'";
        if (unknown.Count == 0) return Wrong(ContinuoCommand.Name, string.Join("; ", parsed.Errors.Select(Words).Distinct()), Remedy);
        var candidates = IsOption(unknown[0])
            ? Options(parsed.RootCommandResult.Command)
            : parsed.RootCommandResult.Command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
        return Wrong(unknown[0], $"there is no such command or option{Suggestions.Words(unknown[0], candidates)}", Remedy);
    }

    private static string NotUnderstood(string token, Command command)
    {
        if (!IsOption(token)) return $"unexpected argument '{token}'";
        var name = token.Split('=')[0];
        if (Suggestions.Nearest(name, Options(command)) is { } near) return $"there is no option '{name}'; did you mean '{near}'";
        var others = command.Parents.OfType<Command>().SelectMany(p => p.Subcommands)
            .Where(c => !c.Hidden && c.Options.Any(o => o.Name == name || o.Aliases.Contains(name))).Select(c => c.Name).ToArray();
        return $"there is no option '{name}'" + (others.Length > 0 ? $" (it is an option of {string.Join(", ", others)})" : "");
    }

    private static IEnumerable<string> OptionsTakenForArguments(ParseResult parsed, string[] args)
    {
        var options = args.TakeWhile(a => a != "--").Where(IsOption).ToHashSet(StringComparer.Ordinal);
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value)
            .Where(options.Contains);
    }

    /// <summary>"-" is standard input, "-?format=…" an address, and "-6dB" a number.</summary>
    private static bool IsOption(string token) =>
        token.StartsWith("--", StringComparison.Ordinal) && token.Length > 2
        || token.Length >= 2 && token[0] == '-' && char.IsAsciiLetter(token[1]);

    private static IEnumerable<string> Options(Command command) =>
        command.Options.Concat(GlobalOptions.All).Where(o => !o.Hidden).Select(o => o.Name);

    private static string Words(ParseError error) => error.SymbolResult switch
    {
        CommandResult result when ContinuoCommand.IsRoot(result.Command) => "no command given",
        ArgumentResult { Tokens.Count: 0, Parent: CommandResult } result =>
            $"{result.Argument.HelpName ?? result.Argument.Name} is missing",
        _ => error.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.'),
    };

    private static AudioException Wrong(string asked, string happened, string remedy) =>
        new(AudioErrorCode.InvalidArgument, asked, happened, remedy);
}
