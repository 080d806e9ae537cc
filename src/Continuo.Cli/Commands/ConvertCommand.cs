using System.CommandLine;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Transfers;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo convert IN OUT</c>: <c>record --offline</c> for files.</summary>
internal sealed class ConvertCommand : CliCommand
{
    private readonly Argument<string> _input = new("IN") { Description = "Input file, or any source that ends", HelpName = "IN" };
    private readonly Argument<string> _output = new("OUT") { Description = "Output file: .wav, .flac, .ogg or .opus", HelpName = "OUT" };
    private readonly Option<int?> _rate = new("--rate", "-r")
    {
        Description = "Sample rate in Hz (default: rate of IN)",
        HelpName = "HZ",
        CustomParser = OptionParsers.Rate,
    };
    private readonly Option<int?> _channels = new("--channels", "-c")
    {
        Description = "Number of channels (default: channels of IN)",
        HelpName = "N",
        CustomParser = OptionParsers.Channels,
    };
    private readonly Option<TimeSpan?> _duration = new("--duration", "-d")
    {
        Description = "Convert only this much: 5s, 1:30, 500ms",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };
    private readonly Option<SampleType?> _sample = new("--sample", "-s")
    {
        Description = "Sample format: s16, s24, s32 or f32",
        HelpName = "TYPE",
        CustomParser = OptionParsers.Sample,
    };
    private readonly OverwriteOption _overwrite = new();

    public ConvertCommand()
        : base("convert", "Convert a sound file to another format, sample rate or number of channels")
    {
        Add(_input);
        Add(_output);
        foreach (var option in new Option[] { _rate, _channels, _duration, _sample }) Add(option);
        _overwrite.AddTo(this);
        TakesAddresses = true;
        Notes = "An existing OUT is replaced only with --force. 'song.flac?start=30' skips the first 30 s of a file; "
            + "'out.opus?bitrate=96' sets the bit rate in kb/s.";
        Examples =
        [
            ("continuo convert song.flac song.opus", "convert to Opus"),
            ("continuo convert take.wav speech.wav --rate 16000 --channels 1 --sample s16", "prepare a file for speech recognition"),
            ("continuo convert \"song.flac?start=30\" excerpt.wav --duration 10s", "extract ten seconds, starting at 30 s"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var (input, output) = (arguments.GetRequiredValue(_input), arguments.GetRequiredValue(_output));
        _overwrite.Check(arguments, context, [output], always: true);
        var options = new StreamOptions
        {
            SampleRate = arguments.GetValue(_rate),
            Channels = arguments.GetValue(_channels),
            Pacing = Pacing.Unpaced,
        };
        var request = new StreamRequest(input, options, arguments.GetValue(_duration));
        var result = await new Transfer(request, arguments.GetValue(_sample), context).RunAsync([output]).ConfigureAwait(false);
        if (!context.Output.IsJson && result.Failure is { } failure) return context.Output.Fail(failure);
        context.Output.Result(result.ToRecordReport(), ReportJson.Readable.RecordReport, RecordCommand.Describe);
        return result.Failure is { } e ? ExitCodes.Of(e) : ExitCodes.Done;
    }
}
