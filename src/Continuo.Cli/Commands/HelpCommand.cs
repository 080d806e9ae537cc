using System.CommandLine;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo help [TOPIC]</c>.</summary>
internal sealed class HelpCommand : CliCommand
{
    private static readonly string[] Topics = ["addresses", "exit-codes", "signals"];

    private readonly Argument<string?> _topic = new("TOPIC") { Description = "addresses, exit-codes, signals, or a command", Arity = ArgumentArity.ZeroOrOne };

    public HelpCommand()
        : base("help", "Explain addresses and their options, exit codes, signals, or a command")
    {
        _topic.CompletionSources.Add(Topics);
        Add(_topic);
        Examples =
        [
            ("continuo help addresses", "how sources and sinks are named, with all options"),
            ("continuo help record", "the same as continuo record --help"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var topic = arguments.GetValue(_topic);
        if (topic is not null && Topics.Contains(topic)) context.Output.Text(Explain(topic));
        else return ContinuoCommand.Parse(topic is null ? ["--help"] : [Known(topic), "--help"]).InvokeAsync();
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Known(string topic)
    {
        var commands = ContinuoCommand.Create().Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToArray();
        if (commands.Contains(topic)) return topic;
        throw new AudioException(AudioErrorCode.InvalidArgument, $"help {topic}", $"there is no such topic or command{Suggestions.Words(topic, commands.Concat(Topics))}", $"Topics are {string.Join(", ", Topics)}; for commands see 'continuo --help'");
    }

    private static string Explain(string topic) => topic switch
    {
        "addresses" => $"""
            Sources and sinks are named by addresses: kind:name?option=value&option. What has no kind is a file.

            {Lines(AddressHelp.Table, 26)}

            Options (quote the address, '?' and '&' mean something to shells):
            {Lines(AddressHelp.Options, 26)}

            A file whose name looks like an address or an option is named with file: or with ./ before it.
            """,
        "signals" => """
              SIGINT (Ctrl-C)   comes to a good end: the file is finished, the result is printed, the exit code is 0
              SIGTERM, SIGHUP   the same; SIGHUP is ignored under nohup
              a second signal   ends the process at once; what was written until then is readable
              SIGPIPE           a reader that has gone, as after '| head -1', ends the command as Ctrl-C does

            SIGINT works for background jobs of scripts, too: 'continuo record … &' and later 'kill -INT $!'.
            A command that has not come to its end 15 s after the first signal ends with exit code 1.
            """,
        _ => string.Join('\n', ExitCodes.Table.Select(row => $"  {row.Code}  {row.Meaning}")),
    };

    private static string Lines(IEnumerable<(string Name, string Text)> rows, int column) => string.Join('\n', rows.Select(r => $"  {r.Name.PadRight(column)}{r.Text}"));
}
