using System.CommandLine;
using Continuo.Cli.Output;
using Continuo.Client;

namespace Continuo.Cli.Remote;

/// <summary>A verb without arguments.</summary>
internal sealed class ListVerb(string name, string description, Func<ContinuoClient, CommandContext, Task> run)
    : RemoteVerb(name, description)
{
    protected override Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context) => run(server, context);
}
