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
    private readonly Argument<string> _file = new("FILE") { Description = "A sound file" };

    public InfoCommand()
        : base("info", "Say what a sound file is: kind, length, rate, channels and their layout, bit rate")
    {
        Add(_file);
        Notes = "Nothing but the file's header is read; 'continuo loudness FILE' reads all of it and measures how loud it is.";
        Examples =
        [
            ("continuo info song.flac", "what is it?"),
            ("continuo info take.wav --json", "the same for programs"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var address = Composition.Parse(arguments.GetRequiredValue(_file));
        if (address.Scheme != "file") throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "it is not a file", "Name a sound file; see live sources with 'continuo monitor'");
        using var reader = SoundFileReader.Open(address.Target);
        context.Output.Result(FileReport.Of(reader), ReportJson.Readable.FileReport, Describe);
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Describe(FileReport r) => string.Join('\n',
        r.Source,
        $"  kind      {r.Kind}",
        string.Create(CultureInfo.InvariantCulture, $"  length    {Durations.Show(TimeSpan.FromSeconds(r.Seconds))}, {Plural.Of(r.Frames, "frame")}"),
        $"  format    {r.SampleRate} Hz, {Plural.Of(r.Channels, "channel")} ({r.Layout})",
        string.Create(CultureInfo.InvariantCulture, $"  size      {Plural.Of(r.Bytes, "byte")}{(r.BitsPerSecond is { } rate ? $", {rate / 1000:0} kb/s" : "")}"));
}
