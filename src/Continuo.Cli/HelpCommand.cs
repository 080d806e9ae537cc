using System.CommandLine;
using Continuo.Audio;
using Continuo.Cli.Commands;
using Continuo.Cli.Options;
using Continuo.Cli.Output;

namespace Continuo.Cli;

/// <summary><c>continuo help [TOPIC]</c>.</summary>
internal sealed class HelpCommand : CliCommand
{
    private static readonly string[] Topics = ["addresses", "exit-codes", "signals"];

    private readonly Argument<string?> _topic = new("TOPIC")
    {
        Description = "addresses, exit-codes, signals, or the name of a command",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public HelpCommand()
        : base("help", "Show help on addresses, exit codes, signals or a command")
    {
        _topic.CompletionSources.Add(Topics);
        Add(_topic);
        Examples =
        [
            ("continuo help addresses", "list the addresses of sources and sinks, with their options"),
            ("continuo help record", "show the same text as continuo record --help"),
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
        throw new AudioException(AudioErrorCode.InvalidArgument, $"help {topic}",
            $"there is no such topic or command{Suggestions.Words(topic, commands.Concat(Topics))}",
            $"Topics are {string.Join(", ", Topics)}; for commands see 'continuo --help'");
    }

    private static string Explain(string topic) => topic switch
    {
        "addresses" => $"""
            An address names a source or sink: scheme:name?option=value&option. An address without a scheme is a file path.

            {Lines(AddressHelp.Table, 26)}

            Options (quote the address: '?' and '&' are special characters in shells):
            {Lines(AddressHelp.Options, 26)}

            Write file: or ./ in front of a file name that looks like an address or an option.
            """,
        "signals" => """
              SIGINT (Ctrl-C)   stops the command: files are completed, the result is printed, the exit code is 0
              SIGTERM, SIGHUP   same as SIGINT; SIGHUP is ignored under nohup
              a second signal   ends the process at once; audio written so far stays readable
              SIGPIPE           same as SIGINT; sent when the reader of a pipe exits, as after '| head -1'

            SIGINT also stops background jobs of a script: 'continuo record … &', later 'kill -INT $!'.
            A command that is still running 15 s after the first signal is ended with exit code 1.
            """,
        _ => string.Join('\n', ExitCodes.Table.Select(row => $"  {row.Code}  {row.Meaning}")),
    };

    private static string Lines(IEnumerable<(string Name, string Text)> rows, int column) =>
        string.Join('\n', rows.Select(r => $"  {r.Name.PadRight(column)}{r.Text}"));
}
