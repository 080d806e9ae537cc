using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Network;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Latency;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo latency</c>.</summary>
internal sealed class LatencyCommand : CliCommand
{
    private readonly Option<string?> _profile = new("--profile") { Description = "usual, or lowest: L16 in packets of 2.5 ms, small device periods", HelpName = "NAME" };
    private readonly Option<string[]> _device = new("--device") { Description = "Measure from what one real output plays to what another one plays; given twice: names of outputs", HelpName = "OUTPUT" };
    private readonly Option<string?> _codec = new("--codec") { Description = "opus (usual), L16 (lowest), L24 or F32", HelpName = "CODEC" };
    private readonly Option<string?> _preset = new("--preset") { Description = "Quality of Opus: low, medium, high, ultra, voice-low…, live", HelpName = "NAME" };
    private readonly Option<TimeSpan?> _frame = new("--frame") { Description = "Length of chunks and packets (10ms)", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<string?> _from = new("--from") { Description = "Audio to hide the marker in (silence:)", HelpName = "ADDRESS" };
    private readonly Option<int> _markers = new("--markers") { Description = "How many are measured, one every two seconds", HelpName = "N", DefaultValueFactory = _ => 4 };
    private readonly Option<TimeSpan?> _delay = new("--delay") { Description = "Keep the jitter buffer at this delay rather than let it adapt", HelpName = "TIME", CustomParser = OptionParsers.Duration };
    private readonly Option<bool> _audible = new("--audible") { Description = "A marker that is plainly heard" };

    public LatencyCommand()
        : base("latency", "Measure the true latency of capture, codec, network and playout by a marker in the audio")
    {
        foreach (var option in new Option[] { _profile, _device, _codec, _preset, _frame, _from, _markers, _delay, _audible }) Add(option);
        Notes = """
            Sends audio from a capture thread through a ring, the codec, RTP over the loopback, the jitter buffer and the decoder
            to a playout thread. A marker, noise 22 dB below the audio, goes in where it is captured and is looked for where it is
            heard. Beside it stands what each part says of itself; the sum must be what the marker measured, within 1 ms.
            With two outputs of a real server the marker is played into the first, whose monitor is captured and sent; what is received
            is played to the second. Both are overheard, and the latency is from the one to the other. Null sinks will do:
            pactl load-module module-null-sink sink_name=a; pactl load-module module-null-sink sink_name=b
            A marker under which the jitter buffer changes its delay has no one latency: it is left out and another is sent.
            """;
        Examples =
        [
            ("continuo latency", "Opus in packets of 10 ms"),
            ("continuo latency --frame 20ms --preset voice-medium --from song.wav", "longer packets of speech, hidden in music"),
            ("continuo latency --codec L16 --frame 5ms --json", "uncompressed; the result as JSON"),
            ("continuo latency --profile lowest", "the shortest way, as for musicians on one network"),
            ("continuo latency --profile lowest --device a --device b", "through two outputs of the audio server"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var options = Read(arguments);
        var done = 0;
        context.Output.Status($"{options.Markers} markers take {2 * options.Markers + 6} s, more where the delay changes under them");
        void Tell(double ms) => context.Output.Progress($"marker {++done} of {options.Markers}: {(double.IsNaN(ms) ? "not found" : Ms(ms))}");
        var devices = arguments.GetValue(_device) ?? [];
        var report = await Task.Run(() => devices.Length == 0 ? Loopback(arguments, options, Tell, context.Stop) : BetweenDevices(devices, options, Tell, context.Stop)).ConfigureAwait(false);
        context.Output.EndProgress();
        context.Output.Result(MarkerLatencyReport.Of(report), ReportJson.Readable.MarkerLatencyReport, Describe);
        return ExitCodes.Done;
    }

    private LoopbackOptions Read(ParseResult arguments)
    {
        var profile = arguments.GetValue(_profile) ?? "usual";
        var options = profile switch
        {
            "usual" => new LoopbackOptions(),
            "lowest" => LoopbackOptions.Lowest,
            _ => throw new AudioException(AudioErrorCode.InvalidArgument, $"--profile {profile}", "there is no such profile", "Use usual or lowest"),
        };
        options = options with
        {
            Codec = arguments.GetValue(_codec) ?? options.Codec,
            Frame = arguments.GetValue(_frame) ?? options.Frame,
            Markers = arguments.GetRequiredValue(_markers),
            Marker = arguments.GetValue(_audible) ? MarkerOptions.Audible : MarkerOptions.Hidden,
        };
        if (arguments.GetValue(_preset) is { } preset) options = options with { Preset = OpusPreset.Named(preset) };
        return arguments.GetValue(_delay) is { } delay ? options with { Jitter = new JitterBufferOptions { StartDelay = delay, IsFixed = true } } : options;
    }

    private LoopbackReport Loopback(ParseResult arguments, LoopbackOptions options, Action<double> progress, CancellationToken stop)
    {
        using var run = new LoopbackRun(options, Carrier(arguments.GetValue(_from), options));
        return run.Measure(progress, stop);
    }

    private static LoopbackReport BetweenDevices(string[] devices, LoopbackOptions options, Action<double> progress, CancellationToken stop)
    {
        if (devices.Length != 2) throw new AudioException(AudioErrorCode.InvalidArgument, "--device", "it is to be given twice: the output that is captured, and the one that plays what was received", "See 'continuo devices' for their names");
        var system = Composition.CreateAudioSystem();
        var frames = (int)options.Format.ToFrames(options.Frame);
        var request = new SourceRequest(options.Format.SampleRate, options.Format.Channels, frames, null, Clocks.SystemClock.Instance);
        IOutputDevice Output(string name) => (IOutputDevice)system.CreateSink(
            AudioAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"device:{name}?latency={2 * options.Frame.TotalMilliseconds}")), new SinkRequest(null, Clocks.SystemClock.Instance));
        IAudioSource Monitor(string name) => system.CreateSource(AudioAddress.Parse($"device:{name}.monitor"), request);
        using var run = new DeviceLoopbackRun(options, new DeviceLoopback(() => Output(devices[0]), () => Monitor(devices[0]), () => Output(devices[1]), () => Monitor(devices[1])));
        return run.Measure(progress, stop);
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
