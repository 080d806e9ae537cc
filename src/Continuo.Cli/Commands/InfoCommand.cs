using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Continuo.Codecs.SoundFiles;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo info FILE</c>.</summary>
internal sealed class InfoCommand : CliCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "Sound file" };

    public InfoCommand()
        : base("info", "Show a sound file's format, length, sample rate, channels and bit rate")
    {
        Add(_file);
        Notes = "Reads only the file header. Use 'continuo loudness FILE' to measure loudness.";
        Examples =
        [
            ("continuo info song.flac", "show the properties of a file"),
            ("continuo info take.wav --json", "print the result as JSON"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var address = Composition.Parse(arguments.GetRequiredValue(_file));
        if (address.Scheme != "file")
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "the address is not a file",
                "Give a sound file; use 'continuo monitor' for live sources");
        }

        using var reader = SoundFileReader.Open(address.Target);
        context.Output.Result(FileReport.Of(reader), ReportJson.Readable.FileReport, Describe);
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Describe(FileReport r) => string.Join('\n',
        r.Source,
        $"  kind      {r.Kind}",
        string.Create(CultureInfo.InvariantCulture,
            $"  length    {Durations.Show(TimeSpan.FromSeconds(r.Seconds))}, {Plural.Of(r.Frames, "frame")}"),
        $"  format    {r.SampleRate} Hz, {Plural.Of(r.Channels, "channel")} ({r.Layout})",
        string.Create(CultureInfo.InvariantCulture,
            $"  size      {Plural.Of(r.Bytes, "byte")}{(r.BitsPerSecond is { } rate ? $", {rate / 1000:0} kb/s" : "")}"));
}
