using System.CommandLine;
using Continuo.Cli.Output;
using Continuo.Client;
using Continuo.Client.Contract.Requests;
using Continuo.Client.Json;

namespace Continuo.Cli.Remote;

/// <summary><c>continuo remote open NAME ADDRESS</c>.</summary>
internal sealed class OpenVerb : RemoteVerb
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the new stream" };
    private readonly Argument<string> _address = new("ADDRESS") { Description = "What to capture on the server's machine" };

    public OpenVerb()
        : base("open", "Open a stream on the server")
    {
        Add(_name);
        Add(_address);
        TakesAddresses = true;
        Examples = [("continuo remote open browser app:firefox", "make Firefox on the server's machine a stream")];
    }

    protected override async Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context)
    {
        var opened = await server.OpenStreamAsync(
            new OpenStreamRequest(arguments.GetRequiredValue(_name), arguments.GetRequiredValue(_address)),
            context.Stop).ConfigureAwait(false);
        Print(context, opened, ContractJson.Default.StreamStatus, static s => RemoteText.Of([s]));
    }
}
