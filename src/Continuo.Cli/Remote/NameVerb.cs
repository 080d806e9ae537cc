using System.CommandLine;
using Continuo.Cli.Output;
using Continuo.Client;

namespace Continuo.Cli.Remote;

/// <summary>A verb that takes the name of one object.</summary>
internal sealed class NameVerb : RemoteVerb
{
    private readonly Argument<string> _name;
    private readonly Func<ContinuoClient, string, CommandContext, Task> _run;

    public NameVerb(string name, string summary, string argument, Func<ContinuoClient, string, CommandContext, Task> run)
        : base(name, summary)
    {
        _run = run;
        var description = argument == "ID" ? "Id of the session" : $"Name of the {argument.ToLowerInvariant()}";
        _name = new Argument<string>(argument) { Description = description };
        Add(_name);
    }

    protected override Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context) =>
        _run(server, arguments.GetRequiredValue(_name), context);
}
