using System.CommandLine;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Client;
using Continuo.Client.Contract.Requests;
using Continuo.Client.Json;

namespace Continuo.Cli.Remote;

/// <summary><c>continuo remote record STREAM</c>.</summary>
internal sealed class RecordVerb : RemoteVerb
{
    private readonly Argument<string> _stream = new("STREAM") { Description = "Stream to record" };
    private readonly Option<string?> _name = new("--name")
    {
        Description = "Name of the recording (default: stream and time)",
        HelpName = "NAME",
    };
    private readonly Option<string?> _format = new("--format") { Description = "flac, wav or opus (default: flac)", HelpName = "FORMAT" };
    private readonly Option<TimeSpan?> _duration = new("--duration", "-d")
    {
        Description = "End after this time (default: until stopped)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    public RecordVerb()
        : base("record", "Start a recording on the server")
    {
        Add(_stream);
        Add(_name);
        Add(_format);
        Add(_duration);
        Examples = [("continuo remote record band --name take1", "record until 'continuo remote stop take1'")];
    }

    protected override async Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context)
    {
        var request = new StartRecordingRequest(arguments.GetRequiredValue(_stream), arguments.GetValue(_name), arguments.GetValue(_format),
            arguments.GetValue(_duration)?.TotalSeconds);
        Print(context, await server.StartRecordingAsync(request, context.Stop).ConfigureAwait(false),
            ContractJson.Default.RecordingStatus, RemoteText.Of);
    }
}
