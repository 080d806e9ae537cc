using System.CommandLine;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Codecs.Opus;
using Continuo.Devices.Backends;

namespace Continuo.Cli.Commands;

/// <summary>A command: its texts, its examples and its action. Errors and Ctrl-C are handled alike for all commands.</summary>
internal abstract class CliCommand : Command
{
    protected CliCommand(string name, string description)
        : base(name, description) => SetAction(RunAsync);

    /// <summary>Example command lines and their meaning.</summary>
    public IReadOnlyList<(string Line, string Meaning)> Examples { get; protected init; } = [];

    /// <summary>Text that help shows before the examples.</summary>
    public string Notes { get; protected init; } = "";

    /// <summary>Whether help refers to the addresses and their options.</summary>
    public bool TakesAddresses { get; protected init; }

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(ParseResult arguments, CommandContext context);

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var interruption = new Interruption();
        var output = new CommandOutput(arguments.GetValue(GlobalOptions.Json), arguments.GetValue(GlobalOptions.Verbose))
        {
            ReaderClosed = interruption.Request,
        };
        try
        {
            Composition.BackendName = arguments.GetValue(GlobalOptions.Backend);
            Composition.BackendChosen = choice => Report(choice, output);
            OpusCodec.Implementation = arguments.GetValue(GlobalOptions.Opus);
            return await RunAsync(arguments, new CommandContext(output, interruption)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not FileNotFoundException { FileName: not null })
        {
            // Any error becomes one line and an exit code. A part of the program that cannot be loaded is left to the caller.
            return output.Fail(Hints.Improve(e, canWait: Options.Any(o => o.Name == "--wait")));
        }
    }

    // What is always so needs no line; devices and doctor show it.
    private static void Report(BackendChoice choice, CommandOutput output)
    {
        if (choice.IsFallback) output.Status($"audio through {choice.Backend.Name}: {choice.Reason}; choose with --backend");
    }
}
