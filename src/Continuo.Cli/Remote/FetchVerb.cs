using System.CommandLine;
using Continuo.Audio;
using Continuo.Cli.Output;
using Continuo.Client;
using Continuo.Client.Json;
using Continuo.Sinks;

namespace Continuo.Cli.Remote;

/// <summary><c>continuo remote fetch RECORDING</c>.</summary>
internal sealed class FetchVerb : RemoteVerb
{
    private readonly Argument<string> _recording = new("RECORDING") { Description = "Recording to copy" };
    private readonly Option<string?> _to = new("--to", "-o")
    {
        Description = "File to write (default: its name on the server)",
        HelpName = "FILE",
    };

    public FetchVerb()
        : base("fetch", "Copy a recording from the server to this machine")
    {
        Add(_recording);
        Add(_to);
    }

    protected override async Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context)
    {
        var recording = await server.GetRecordingAsync(arguments.GetRequiredValue(_recording), context.Stop).ConfigureAwait(false);
        var path = arguments.GetValue(_to) ?? Path.GetFileName(recording.File);
        if (File.Exists(path)) throw new AudioException(AudioErrorCode.InvalidArgument, path, "the file exists", "Name another with --to");
        using var file = AtomicFile.Create(path);
        var source = await server.OpenRecordingAsync(recording.Name, context.Stop).ConfigureAwait(false);
        await using (source.ConfigureAwait(false)) await source.CopyToAsync(file.Stream, context.Stop).ConfigureAwait(false);
        file.Complete();
        Print(context, recording, ContractJson.Default.RecordingStatus, r => $"{path}: {RemoteText.Time(r.DurationSeconds)}");
    }
}
