using System.CommandLine;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Client;
using Continuo.Client.Contract.Requests;
using Continuo.Client.Json;

namespace Continuo.Cli.Remote;

/// <summary><c>continuo remote volume APPLICATION LEVEL</c>.</summary>
internal sealed class VolumeVerb : RemoteVerb
{
    private readonly Argument<string> _application = new("app:NAME")
    {
        Description = "Application on the server's machine, by name or process id",
    };
    private readonly Argument<string> _level = new("LEVEL") { Description = "0.5, 50%, mute or unmute" };

    public VolumeVerb()
        : base("volume", "Set the volume of an application on the server's machine")
    {
        Add(_application);
        Add(_level);
    }

    protected override async Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context)
    {
        var change = arguments.GetRequiredValue(_level) switch
        {
            "mute" => new ChangeApplicationRequest(Muted: true),
            "unmute" => new ChangeApplicationRequest(Muted: false),
            var level => new ChangeApplicationRequest(100 * VolumeLevels.Parse(level)),
        };
        Print(context,
            await server.ChangeApplicationAsync(arguments.GetRequiredValue(_application), change, context.Stop).ConfigureAwait(false),
            ContractJson.Default.ApplicationStatus, RemoteText.Of);
    }
}
