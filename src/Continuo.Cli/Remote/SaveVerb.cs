using System.CommandLine;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Client;
using Continuo.Client.Contract.Requests;
using Continuo.Client.Json;

namespace Continuo.Cli.Remote;

/// <summary><c>continuo remote save STREAM --last TIME</c>.</summary>
internal sealed class SaveVerb : RemoteVerb
{
    private static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(30);

    private readonly Argument<string> _stream = new("STREAM") { Description = "Stream to save" };
    private readonly Option<TimeSpan?> _last = new("--last")
    {
        Description = "How much to save (default: 30s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };
    private readonly Option<string?> _name = new("--name")
    {
        Description = "Name of the recording (default: stream and time)",
        HelpName = "NAME",
    };

    public SaveVerb()
        : base("save", "Save the last seconds of a stream as a recording")
    {
        Add(_stream);
        Add(_last);
        Add(_name);
    }

    protected override async Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context)
    {
        var request = new SaveReplayRequest((arguments.GetValue(_last) ?? UsualTime).TotalSeconds, arguments.GetValue(_name));
        Print(context, await server.SaveReplayAsync(arguments.GetRequiredValue(_stream), request, context.Stop).ConfigureAwait(false),
            ContractJson.Default.RecordingStatus, RemoteText.Of);
    }
}
