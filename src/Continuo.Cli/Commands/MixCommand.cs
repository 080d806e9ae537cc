using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Continuo.Cli.Reports.Playing;
using Continuo.Clocks;
using Continuo.Mixing;
using Continuo.Rendering;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo mix FILES… OUT</c>.</summary>
internal sealed class MixCommand : CliCommand
{
    private const int BlockFrames = 4096;

    private readonly Argument<string[]> _files = new("FILES")
    {
        Description = "Files to mix; the last is the output unless --out is given",
        Arity = new ArgumentArity(1, 100_000),
    };
    private readonly Option<string?> _out = new("--out", "-o")
    {
        Description = "Output file; all FILES are then inputs",
        HelpName = "FILE",
    };
    private readonly OverwriteOption _overwrite = new();
    private readonly TrackArguments _tracks = new();
    private readonly Option<bool> _limit = new("--limit") { Description = "Keep the true peak below -1 dBTP with a look-ahead limiter" };
    private readonly Option<int?> _rate = new("--rate", "-r")
    {
        Description = "Sample rate of the mix in Hz (default: rate of the first file)",
        HelpName = "HZ",
        CustomParser = OptionParsers.Rate,
    };
    private readonly Option<SampleType?> _sample = new("--sample", "-s")
    {
        Description = "Sample format: s16, s24, s32 or f32",
        HelpName = "TYPE",
        CustomParser = OptionParsers.Sample,
    };

    public MixCommand()
        : base("mix", "Mix sound files into one file, faster than real time")
    {
        Arguments.Add(_files);
        _tracks.AddTo(this);
        foreach (var option in new Option[] { _out, _limit, _rate, _sample }) Add(option);
        _overwrite.AddTo(this);
        Notes = """
            The mix is stereo and as long as the longest file. Sample rates are converted. An existing file is replaced only with --force.
            Without --limit a sum above full scale is clipped, except in 32-bit float files.
            """;
        Examples =
        [
            ("continuo mix drums.flac bass.wav voice.wav mix.wav", "mix three files into mix.wav"),
            ("continuo mix stems/*.wav --out mix.flac", "mix all WAV files of a folder"),
            ("continuo mix a.wav b.wav out.flac --gain 2=-6dB --pan 1=-0.3 --limit",
                "lower the second file, pan the first to the left, limit the mix to -1 dBTP"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var files = arguments.GetRequiredValue(_files);
        var (system, output) = (Composition.CreateAudioSystem(), arguments.GetValue(_out) ?? files[^1]);
        if (arguments.GetValue(_out) is null) files = files[..^1];
        if (files.Length == 0)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "mix", "only one file is given",
                "Give the input files, then the output file, or use --out");
        }

        if (files.Contains(output))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, output, "the output file is also an input",
                "Choose another output file");
        }

        _overwrite.Check(arguments, context, [output], always: true);
        var settings = _tracks.Read(arguments, files.Length);
        using var sink = system.CreateSink(Composition.Parse(output), new SinkRequest(arguments.GetValue(_sample), SystemClock.Instance));
        var format = new AudioFormat(arguments.GetValue(_rate) ?? RateOf(files[0], system), 2);
        var options = MixDown.Plain with
        {
            MaxBlockFrames = BlockFrames,
            Limiter = arguments.GetValue(_limit) ? LimiterOptions.Default : null,
        };
        using var mix = new MixDown(format, options);
        var begin = Stopwatch.GetTimestamp();
        for (var i = 0; i < files.Length; i++)
        {
            mix.Add(system.CreateSource(Composition.Parse(files[i]), Request(format.SampleRate)), files[i], settings[i]);
        }

        sink.Open(format);
        var length = mix.Length;
        var frames = mix.Run(sink, done => Show(context.Output, format, done, length), context.Interruption.Token);
        sink.Finish();
        context.Output.EndProgress();
        var took = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var report = new MixReport(output, files.Length, frames, AudioSeconds.Of(frames, format), format.SampleRate, format.Channels,
            !context.Interruption.Token.IsCancellationRequested, Math.Round(took, 3));
        context.Output.IsOutputTaken |= output.StartsWith('-');
        context.Output.Result(report, ReportJson.Readable.MixReport, Describe);
        return Task.FromResult(ExitCodes.Done);
    }

    private static SourceRequest Request(int? rate) => new(rate, null, BlockFrames, null, SystemClock.Instance);

    private static int RateOf(string file, AudioSystem system)
    {
        using var source = system.CreateSource(Composition.Parse(file), Request(null));
        source.Open();
        return source.Format.SampleRate;
    }

    private static void Show(CommandOutput output, AudioFormat format, long done, long length)
    {
        var time = Durations.Show(format.ToTime(done));
        output.Progress(length > 0
            ? string.Create(CultureInfo.InvariantCulture, $"▕{MeterBar.Part((double)done / length, 40)}▏ {100 * done / length,3} %  {time}")
            : time);
    }

    private static string Describe(MixReport r) => string.Create(
        CultureInfo.InvariantCulture,
        $"{r.Sink}: {Plural.Of(r.Tracks, "track")}, {r.Seconds:0.000} s, {r.SampleRate} Hz{(r.Complete ? "" : ", ended early")}; took "
            + $"{r.ElapsedSeconds:0.00} s, {r.Seconds / Math.Max(0.001, r.ElapsedSeconds):0} times as fast as it plays");
}
