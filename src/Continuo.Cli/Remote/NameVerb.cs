using System.CommandLine;
using Continuo.Cli.Output;
using Continuo.Client;

namespace Continuo.Cli.Remote;

/// <summary>A verb that takes the name of one object.</summary>
internal sealed class NameVerb : RemoteVerb
{
    private readonly Argument<string> _name;
    private readonly Func<ContinuoClient, string, CommandContext, Task> _run;

    public NameVerb(string name, string description, string argument, Func<ContinuoClient, string, CommandContext, Task> run)
        : base(name, description)
    {
        _run = run;
        _name = new Argument<string>(argument) { Description = "Its name on the server" };
        Add(_name);
    }

    protected override Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context) =>
        _run(server, arguments.GetRequiredValue(_name), context);
}
