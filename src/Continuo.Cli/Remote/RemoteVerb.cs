using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Continuo.Cli.Commands;
using Continuo.Cli.Output;
using Continuo.Client;

namespace Continuo.Cli.Remote;

/// <summary>
/// A command that asks a running server for something and prints the answer: words, or under <c>--json</c> the server's own JSON.
/// </summary>
internal abstract class RemoteVerb : CliCommand
{
    private readonly RemoteOptions _server = new();

    protected RemoteVerb(string name, string description)
        : base(name, description) => _server.AddTo(this);

    /// <summary>Asks the server.</summary>
    protected abstract Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context);

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        using var server = _server.Connect(arguments);
        await RunAsync(arguments, server, context).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    /// <summary>Prints an answer.</summary>
    protected static void Print<T>(CommandContext context, T answer, JsonTypeInfo<T> shape, Func<T, string> words) =>
        context.Output.Result(answer, shape, words);
}
