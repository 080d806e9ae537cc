using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Continuo.Codecs.Opus;
using Continuo.Network.Jitter;
using Continuo.Network.Latency;
using Continuo.Sources;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo latency</c>.</summary>
internal sealed class LatencyCommand : CliCommand
{
    private readonly Option<string> _codec = new("--codec") { Description = "opus, L16, L24 or F32", HelpName = "CODEC", DefaultValueFactory = _ => "opus" };
    private readonly Option<string?> _preset = new("--preset") { Description = "Quality of Opus: low, medium, high, ultra, voice-low…", HelpName = "NAME" };
    private readonly Option<TimeSpan?> _frame = new("--frame") { Description = "Length of chunks and packets (10ms)", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<string?> _from = new("--from") { Description = "Audio to hide the marker in (silence:)", HelpName = "ADDRESS" };
    private readonly Option<int> _markers = new("--markers") { Description = "How many are measured, one every two seconds", HelpName = "N", DefaultValueFactory = _ => 4 };
    private readonly Option<TimeSpan?> _delay = new("--delay") { Description = "Keep the jitter buffer at this delay rather than let it adapt", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<bool> _audible = new("--audible") { Description = "A marker that is plainly heard" };

    public LatencyCommand()
        : base("latency", "Measure the true latency of capture, codec, network and playout by a marker in the audio")
    {
        foreach (var option in new Option[] { _codec, _preset, _frame, _from, _markers, _delay, _audible }) Add(option);
        Notes = """
            Sends audio from a capture thread through a ring, the codec, RTP over the loopback, the jitter buffer and the decoder
            to a playout thread. A marker, noise 22 dB below the audio, goes in where it is captured and is looked for where it is
            heard. Beside it stands what each part says of itself; the sum must be what the marker measured, within 1 ms.
            A marker under which the jitter buffer changes its delay has no one latency: it is left out and another is sent.
            """;
        Examples =
        [
            ("continuo latency", "Opus in packets of 10 ms"),
            ("continuo latency --frame 20ms --preset voice-medium --from song.wav", "longer packets of speech, hidden in music"),
            ("continuo latency --codec L16 --frame 5ms --json", "uncompressed; the result as JSON"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var options = new LoopbackOptions
        {
            Codec = arguments.GetRequiredValue(_codec),
            Preset = arguments.GetValue(_preset) is { } preset ? OpusPreset.Named(preset) : null,
            Frame = arguments.GetValue(_frame) ?? TimeSpan.FromMilliseconds(10),
            Markers = arguments.GetRequiredValue(_markers),
            Jitter = arguments.GetValue(_delay) is { } delay ? new JitterBufferOptions { StartDelay = delay, IsFixed = true } : JitterBufferOptions.Default,
            Marker = arguments.GetValue(_audible) ? MarkerOptions.Audible : MarkerOptions.Hidden,
        };
        using var run = new LoopbackRun(options, Carrier(arguments.GetValue(_from), options));
        var done = 0;
        context.Output.Status($"{options.Markers} markers take {2 * options.Markers + 6} s, more where the delay changes under them");
        var report = await Task.Run(() => run.Measure(ms => context.Output.Progress($"marker {++done} of {options.Markers}: {(double.IsNaN(ms) ? "not found" : Ms(ms))}"), context.Stop)).ConfigureAwait(false);
        context.Output.EndProgress();
        context.Output.Result(MarkerLatencyReport.Of(report), ReportJson.Readable.MarkerLatencyReport, Describe);
        return ExitCodes.Done;
    }

    private static IAudioSource? Carrier(string? address, LoopbackOptions options) => address is null
        ? null
        : Composition.CreateAudioSystem().CreateSource(
            AudioAddress.Parse(address),
            new SourceRequest(options.Format.SampleRate, options.Format.Channels, (int)options.Format.ToFrames(options.Frame), null, Clocks.SystemClock.Instance));

    private static string Describe(MarkerLatencyReport report)
    {
        var table = new TextTable("PART", "MS");
        foreach (var part in report.Parts) table.Add(part.Name, part.Ms.ToString("F2", CultureInfo.InvariantCulture));
        table.Add("sum", report.SumMs.ToString("F2", CultureInfo.InvariantCulture));
        table.Add("marker", report.MeasuredMs.ToString("F2", CultureInfo.InvariantCulture));
        var verdict = report.IsExplained ? "the parts explain it" : "the parts do not explain it: something is missing in the books";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Codec}: {report.MeasuredMs:F2} ms by {report.Found} of {report.Sent} markers ({report.LeastMs:F2}…{report.GreatestMs:F2}); {verdict} (off by {report.WorstDifferenceMs:F2} ms at most){(report.Moved > 0 ? $"; the delay changed under {report.Moved}" : "")}\n{table}\njitter buffer: {report.JitterBufferReason}");
    }

    private static string Ms(double ms) => string.Create(CultureInfo.InvariantCulture, $"{ms:F2} ms");
}
