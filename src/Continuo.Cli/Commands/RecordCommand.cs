using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Continuo.Cli.Transfers;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo record ADDRESS FILE</c>.</summary>
internal sealed class RecordCommand : CliCommand
{
    private readonly StreamArguments _stream = new();
    private readonly Argument<string> _file = new("FILE") { Description = "Where it goes: a file (.wav, .flac, .ogg, .opus), or - for raw PCM on standard output" };
    private readonly Option<SampleType?> _sample = new("--sample", "-s") { Description = "How samples are stored: s16, s24, s32 or f32", HelpName = "TYPE", CustomParser = OptionParsers.Sample };

    private readonly Option<bool> _exact = new("--exact") { Description = "Record RTP exactly as sent (rtp:, .sdp): bit for bit, silence for lost packets" };

    private readonly OverwriteOption _overwrite = new();

    public RecordCommand()
        : base("record", "Record an application, a device, a file, a pipe or a generator to a file")
    {
        _stream.AddTo(this, offline: true);
        Arguments.Add(_file);
        Add(_sample);
        Add(_exact);
        _overwrite.AddTo(this);
        TakesAddresses = true;
        Notes = """
            Ctrl-C ends the recording and finishes the file. Time in which the source is silent or gone is in the file as silence, so
            that a recording lasts as long as reality did; what was missing is said at the end. A .wav file is readable at any
            moment, even if this program is killed. The format follows from the name: WAV, FLAC, Ogg (Vorbis or Opus).
            --exact turns off time-scaling, fades and drift correction for an RTP source, as ?exact in its address does. L16 and L24
            are bit-exact with a sample type that holds them: --sample s16 for L16, s24 for L24.
            """;
        Examples =
        [
            ("continuo record app:firefox take.wav", "what Firefox plays, until Ctrl-C"),
            ("continuo record device: voice.wav --duration 1:30 --channels 1", "a minute and a half of the microphone, mono"),
            ("continuo record tone:440 tone.wav --duration 5s --offline --sample s16", "a test tone, as fast as it can be written"),
            ("continuo record app:mpv take.wav --wait 1m --json", "waits for mpv; the result as JSON"),
            ("continuo record rtp://:5004 call.wav", "what another machine sends to this port as Opus"),
            ("continuo record rtp://:5004?codec=L24 take.wav --exact --sample s24", "the sender's samples, bit for bit"),
            ("continuo record session.sdp take.wav --json", "what a description announces; loss, jitter and delay in the result"),
            ("continuo record system: - --rate 48000 --channels 2 --sample s16 | ffmpeg -f s16le -ar 48000 -ac 2 -i - out.mp3", "raw PCM into another program"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var request = _stream.Read(arguments);
        if (arguments.GetValue(_exact)) request = request.Exactly();
        var transfer = new Transfer(request, arguments.GetValue(_sample), context);
        var file = arguments.GetRequiredValue(_file);
        _overwrite.Check(arguments, context, [file]);
        var result = await transfer.RunAsync([file]).ConfigureAwait(false);
        if (!context.Output.IsJson && result.Failure is { } failure) return context.Output.Fail(failure);
        var report = result.ToRecordReport();
        if (report.HeardNothing) context.Output.Status($"nothing was heard: {report.Description} was connected but silent all the time");
        context.Output.Result(report, ReportJson.Readable.RecordReport, Describe);
        return result.Failure is { } e ? ExitCodes.Of(e) : ExitCodes.Done;
    }

    internal static string Describe(RecordReport r) => string.Create(
        CultureInfo.InvariantCulture,
        $"{r.Sink}: {r.Seconds:0.000} s, {Plural.Of(r.Frames, "frame")}, {r.SampleRate} Hz, {Plural.Of(r.Channels, "channel")}; {Plural.Of(r.DroppedChunks, "chunk")} dropped, {Plural.Of(r.GapFrames, "frame")} missing; capture to delivery p50 {r.CaptureToDeliveryMs.P50:0.0} ms, p99 {r.CaptureToDeliveryMs.P99:0.0} ms{(r.Network is { } network ? "\n" + network : "")}");
}
