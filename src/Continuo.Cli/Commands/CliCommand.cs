using System.CommandLine;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Codecs.Opus;

namespace Continuo.Cli.Commands;

/// <summary>A command: its words, its examples, and what it does. Errors and Ctrl-C are treated alike for all.</summary>
internal abstract class CliCommand : Command
{
    protected CliCommand(string name, string description)
        : base(name, description) => SetAction(RunAsync);

    /// <summary>Command lines worth knowing, and what they do.</summary>
    public IReadOnlyList<(string Line, string Meaning)> Examples { get; protected init; } = [];

    /// <summary>What help says before the examples.</summary>
    public string Notes { get; protected init; } = "";

    /// <summary>Whether help points to the addresses and their options.</summary>
    public bool TakesAddresses { get; protected init; }

    /// <summary>Does the command's work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(ParseResult arguments, CommandContext context);

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var interruption = new Interruption();
        var output = new CommandOutput(arguments.GetValue(GlobalOptions.Json), arguments.GetValue(GlobalOptions.Verbose)) { ReaderGone = interruption.Request };
        try
        {
            Composition.BackendName = arguments.GetValue(GlobalOptions.Backend);
            OpusCodec.Implementation = arguments.GetValue(GlobalOptions.Opus);
            return await RunAsync(arguments, new CommandContext(output, interruption)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not FileNotFoundException { FileName: not null })
        {
            // Whatever went wrong is told in one line and an exit code. A part of the program that cannot be loaded is left to the caller.
            return output.Fail(Hints.Improve(e, canWait: Options.Any(o => o.Name == "--wait")));
        }
    }
}
