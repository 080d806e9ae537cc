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
    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "usual, or lowest: L16, packets of 2.5 ms, small device periods",
        HelpName = "NAME",
    };
    private readonly Option<string[]> _device = new("--device")
    {
        Description = "Measure between two outputs of the audio server; give the option twice",
        HelpName = "OUTPUT",
    };
    private readonly Option<string?> _codec = new("--codec")
    {
        Description = "opus, L16, L24 or F32 (default: opus; L16 with --profile lowest)",
        HelpName = "CODEC",
    };
    private readonly Option<string?> _preset = new("--preset")
    {
        Description = "Opus preset: low, medium, high, ultra, voice-low … voice-ultra, live",
        HelpName = "NAME",
    };
    private readonly Option<TimeSpan?> _frame = new("--frame")
    {
        Description = "Length of chunks and packets (default: 10ms)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };
    private readonly Option<string?> _from = new("--from")
    {
        Description = "Source to mix the marker into (default: silence:)",
        HelpName = "ADDRESS",
    };
    private readonly Option<int> _markers = new("--markers")
    {
        Description = "Number of markers, one every 2 s",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    };
    private readonly Option<TimeSpan?> _delay = new("--delay")
    {
        Description = "Fix the jitter buffer's delay instead of adapting it",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };
    private readonly Option<bool> _audible = new("--audible") { Description = "Use an audible marker" };

    public LatencyCommand()
        : base("latency", "Measure latency from capture to playout with a marker in the audio")
    {
        foreach (var option in new Option[] { _profile, _device, _codec, _preset, _frame, _from, _markers, _delay, _audible }) Add(option);
        Notes = """
            Audio passes through capture thread, ring buffer, codec, RTP over the loopback interface, jitter buffer, decoder and
            playout thread. A marker (noise 22 dB below the audio) is added at capture and detected at playout. Each stage also
            reports its own latency; the sum must match the marker within 1 ms.
            With --device, the marker is played to the first output. The monitor of that output is captured, sent over RTP, and
            played to the second output. The latency is measured between the monitors of both. Null sinks can be used:
            pactl load-module module-null-sink sink_name=a; pactl load-module module-null-sink sink_name=b
            A marker is discarded and sent again if the jitter buffer's delay changes while it plays.
            """;
        Examples =
        [
            ("continuo latency", "measure Opus with packets of 10 ms"),
            ("continuo latency --frame 20ms --preset voice-medium --from song.wav",
                "measure a voice preset with 20 ms packets, the marker mixed into music"),
            ("continuo latency --codec L16 --frame 5ms --json", "measure uncompressed audio; print the result as JSON"),
            ("continuo latency --profile lowest", "measure the settings for playing music together on a local network"),
            ("continuo latency --profile lowest --device a --device b", "measure between two outputs of the audio server"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var options = Read(arguments);
        var done = 0;
        context.Output.Status(
            $"{options.Markers} markers take about {2 * options.Markers + 6} s, longer if the jitter buffer's delay changes");
        void Tell(double ms) =>
            context.Output.Progress($"marker {++done} of {options.Markers}: {(double.IsNaN(ms) ? "not found" : Ms(ms))}");
        var devices = arguments.GetValue(_device) ?? [];
        var report = await Task.Run(() => devices.Length == 0
            ? Loopback(arguments, options, Tell, context.Stop)
            : BetweenDevices(devices, options, Tell, context.Stop)).ConfigureAwait(false);
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
            _ =>
                throw new AudioException(AudioErrorCode.InvalidArgument, $"--profile {profile}", "there is no such profile",
                    "Use usual or lowest"),
        };
        options = options with
        {
            Codec = arguments.GetValue(_codec) ?? options.Codec,
            Frame = arguments.GetValue(_frame) ?? options.Frame,
            Markers = arguments.GetRequiredValue(_markers),
            Marker = arguments.GetValue(_audible) ? MarkerOptions.Audible : MarkerOptions.Hidden,
        };
        if (arguments.GetValue(_preset) is { } preset) options = options with { Preset = OpusPreset.Named(preset) };
        return arguments.GetValue(_delay) is { } delay
            ? options with { Jitter = new JitterBufferOptions { StartDelay = delay, IsFixed = true } }
            : options;
    }

    private LoopbackReport Loopback(ParseResult arguments, LoopbackOptions options, Action<double> progress, CancellationToken stop)
    {
        using var run = new LoopbackRun(options, Carrier(arguments.GetValue(_from), options));
        return run.Measure(progress, stop);
    }

    private static LoopbackReport BetweenDevices(string[] devices, LoopbackOptions options, Action<double> progress, CancellationToken stop)
    {
        if (devices.Length != 2)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "--device",
                "the option must be given twice: the output to capture, then the output to play to",
                "See 'continuo devices' for their names");
        }

        var system = Composition.CreateAudioSystem();
        var frames = (int)options.Format.ToFrames(options.Frame);
        var request = new SourceRequest(options.Format.SampleRate, options.Format.Channels, frames, null, Clocks.SystemClock.Instance);
        IOutputDevice Output(string name) => (IOutputDevice)system.CreateSink(
            AudioAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"device:{name}?latency={2 * options.Frame.TotalMilliseconds}")),
                new SinkRequest(null, Clocks.SystemClock.Instance));
        IAudioSource Monitor(string name) => system.CreateSource(AudioAddress.Parse($"device:{name}.monitor"), request);
        using var run = new DeviceLoopbackRun(options,
            new DeviceLoopback(() => Output(devices[0]), () => Monitor(devices[0]), () => Output(devices[1]), () => Monitor(devices[1])));
        return run.Measure(progress, stop);
    }

    private static IAudioSource? Carrier(string? address, LoopbackOptions options) => address is null
        ? null
        : Composition.CreateAudioSystem().CreateSource(
            AudioAddress.Parse(address),
            new SourceRequest(options.Format.SampleRate, options.Format.Channels, (int)options.Format.ToFrames(options.Frame), null,
                Clocks.SystemClock.Instance));

    private static string Describe(MarkerLatencyReport report)
    {
        var table = new TextTable("PART", "MS");
        foreach (var part in report.Parts) table.Add(part.Name, part.Ms.ToString("F2", CultureInfo.InvariantCulture));
        table.Add("sum", report.SumMs.ToString("F2", CultureInfo.InvariantCulture));
        table.Add("marker", report.MeasuredMs.ToString("F2", CultureInfo.InvariantCulture));
        var verdict = report.IsExplained ? "the stages add up to it" : "the stages do not add up to it";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Codec}: {report.MeasuredMs:F2} ms by {report.Found} of {report.Sent} markers "
                + $"({report.LeastMs:F2}…{report.GreatestMs:F2}); {verdict} (off by {report.WorstDifferenceMs:F2} ms at "
                + $"most){(report.Moved > 0 ? $"; the delay changed during {report.Moved}" : "")}\n{table}\njitter buffer: "
                + $"{report.JitterBufferReason}");
    }

    private static string Ms(double ms) => string.Create(CultureInfo.InvariantCulture, $"{ms:F2} ms");
}
