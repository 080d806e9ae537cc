using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Continuo.Cli.Transfers;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo stream ADDRESS --to ADDRESS…</c>.</summary>
internal sealed class StreamCommand : CliCommand
{
    private readonly StreamArguments _stream = new();
    private readonly Option<string[]> _to = new("--to") { Description = "A sink; may be given several times, and each goes its own way", HelpName = "ADDRESS", Required = true, Arity = ArgumentArity.OneOrMore };
    private readonly Option<SampleType?> _sample = new("--sample") { Description = "How samples are stored or sent: s16, s24, s32 or f32", HelpName = "TYPE", CustomParser = OptionParsers.Sample };

    public StreamCommand()
        : base("stream", "Send a source to one or several sinks at once")
    {
        _stream.AddTo(this, offline: true);
        _to.CompletionSources.Add("device:", "file:", "exec:", "null:", "-");
        Add(_to);
        Add(_sample);
        Notes = """
            Every sink has a cursor of its own on the stream's ring: one that is slow or fails costs the others nothing. The exit code tells
            if any of them failed.
            """;
        Examples =
        [
            ("continuo stream app:firefox --to device:headphones --to take.wav", "listen and record at once"),
            ("continuo stream tone:1000 --to null: --to tone.wav --duration 2s", "a tone to two sinks"),
            ("continuo stream device: --to \"exec:ffmpeg -f f32le -ar 48000 -ac 2 -i - voice.ogg\"", "into another program"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var transfer = new Transfer(_stream.Read(arguments), arguments.GetValue(_sample), context);
        var result = await transfer.RunAsync(arguments.GetRequiredValue(_to)).ConfigureAwait(false);
        context.Output.Result(result.ToStreamReport(), ReportJson.Readable.StreamReport, Describe);
        if (result.Failure is not { } failure) return ExitCodes.Done;
        return context.Output.IsJson ? ExitCodes.Of(failure) : context.Output.Fail(failure);
    }

    private static string Describe(StreamReport report) => string.Join('\n', report.Sinks.Select(s => string.Create(
        CultureInfo.InvariantCulture,
        $"→ {s.Sink}  {(double)s.Frames / report.SampleRate:0.000} s, {s.Frames} frames; {s.DroppedChunks} chunks dropped, {s.GapFrames} frames missing{(s.Error is { } e ? $"; FAILED: {e.Message}" : "")}")));
}
