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
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "Output file (.wav, .flac, .ogg, .opus), or - for raw PCM on standard output",
    };
    private readonly Option<SampleType?> _sample = new("--sample", "-s")
    {
        Description = "Sample format: s16, s24, s32 or f32",
        HelpName = "TYPE",
        CustomParser = OptionParsers.Sample,
    };

    private readonly Option<bool> _exact = new("--exact")
    {
        Description = "Record RTP (rtp:, .sdp) bit for bit, with silence for lost packets",
    };

    private readonly OverwriteOption _overwrite = new();

    public RecordCommand()
        : base("record", "Record a source to a file")
    {
        _stream.AddTo(this, offline: true);
        Arguments.Add(_file);
        Add(_sample);
        Add(_exact);
        _overwrite.AddTo(this);
        TakesAddresses = true;
        Notes = """
            Ctrl-C ends the recording and completes the file. While the source is silent or disconnected, silence is recorded; the
            missing frames are reported at the end. The file name extension selects the format: WAV, FLAC or Ogg (Vorbis or Opus).
            A .wav file is readable at any time, even if this program is killed.
            --exact disables time-scaling, fades and drift correction of an RTP source. For bit-exact recordings use --sample s16
            with L16 and --sample s24 with L24.
            """;
        Examples =
        [
            ("continuo record app:firefox take.wav", "record Firefox until Ctrl-C"),
            ("continuo record device: voice.wav --duration 1:30 --channels 1", "record the microphone for 90 s, mono"),
            ("continuo record tone:440 tone.wav --duration 5s --offline --sample s16", "write a test tone, faster than real time"),
            ("continuo record app:mpv take.wav --wait 1m --json", "wait up to one minute for mpv; print the result as JSON"),
            ("continuo record rtp://:5004 call.wav", "record Opus received on UDP port 5004"),
            ("continuo record rtp://:5004?codec=L24 take.wav --exact --sample s24", "record received L24 audio bit for bit"),
            ("continuo record session.sdp take.wav --json", "record the stream that an SDP file describes; report loss, jitter and delay"),
            ("continuo record system: - --rate 48000 --channels 2 --sample s16 | ffmpeg -f s16le -ar 48000 -ac 2 -i - out.mp3",
                "pipe raw PCM to another program"),
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
        if (report.HeardNothing) context.Output.Status($"nothing was heard: {report.Description} was connected, but silent throughout");
        context.Output.Result(report, ReportJson.Readable.RecordReport, Describe);
        return result.Failure is { } e ? ExitCodes.Of(e) : ExitCodes.Done;
    }

    internal static string Describe(RecordReport r) => string.Create(
        CultureInfo.InvariantCulture,
        $"{r.Sink}: {r.Seconds:0.000} s, {Plural.Of(r.Frames, "frame")}, {r.SampleRate} Hz, {Plural.Of(r.Channels, "channel")}; "
            + $"{Plural.Of(r.DroppedChunks, "chunk")} dropped, {Plural.Of(r.GapFrames, "frame")} missing; capture to delivery p50 "
            + $"{r.CaptureToDeliveryMs.P50:0.0} ms, p99 {r.CaptureToDeliveryMs.P99:0.0} "
            + $"ms{(r.Network is { } network ? "\n" + network : "")}");
}
