using System.CommandLine;
using System.Globalization;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Continuo.Clocks;
using Continuo.Metering;
using Continuo.Sources;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo loudness FILE</c>.</summary>
internal sealed class LoudnessCommand : CliCommand
{
    private const int BlockFrames = 4096;

    private readonly Argument<string> _file = new("FILE") { Description = "Sound file, or any source that ends" };

    public LoudnessCommand()
        : base("loudness", "Measure the loudness (EBU R 128) and true peak of a file")
    {
        Arguments.Add(_file);
        Notes = "Loudness follows ITU-R BS.1770-4 and EBU Tech 3341; loudness range follows EBU Tech 3342. EBU R 128 requires -23 LUFS "
            + "and at most -1 dBTP.";
        Examples =
        [
            ("continuo loudness song.flac", "print integrated, short-term and momentary loudness, range and true peak"),
            ("continuo loudness take.wav --json", "print the result as JSON"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var file = arguments.GetRequiredValue(_file);
        var request = new SourceRequest(null, null, BlockFrames, null, SystemClock.Instance);
        using var source = Composition.CreateAudioSystem().CreateSource(Composition.Parse(file), request);
        source.Open();
        var meter = new AudioMeter(source.Format, MeterParts.TruePeak | MeterParts.Loudness);
        var frames = Measure(source, meter, context);
        context.Output.Result(FileLoudnessReport.Of(file, frames, source.Format, meter), ReportJson.Readable.FileLoudnessReport, Describe);
        return Task.FromResult(ExitCodes.Done);
    }

    private static long Measure(IAudioSource source, AudioMeter meter, CommandContext context)
    {
        var (block, frames, shown) = (new float[BlockFrames * source.Format.Channels], 0L, 0L);
        var length = source is ISeekableSource { Length: > 0 } seekable ? seekable.Length : 0;
        while (!context.Interruption.Token.IsCancellationRequested)
        {
            var read = source.Read(block, TimeSpan.FromMilliseconds(100));
            if (read.Status is SourceStatus.End or SourceStatus.Lost) break;
            if (read.Status != SourceStatus.Data) continue;
            meter.Process(block.AsSpan(0, read.Frames * source.Format.Channels));
            frames += read.Frames;
            if (length == 0 || frames - shown < source.Format.SampleRate * 10L) continue;
            shown = frames;
            context.Output.Progress(string.Create(CultureInfo.InvariantCulture,
                $"▕{MeterBar.Part((double)frames / length, 40)}▏ {100 * frames / length,3} %"));
        }

        context.Output.EndProgress();
        return frames;
    }

    private static string Describe(FileLoudnessReport r) => string.Join('\n',
        string.Create(CultureInfo.InvariantCulture, $"{r.Source}: {r.Seconds:0.000} s"),
        $"  integrated      {Value(r.IntegratedLufs)} LUFS",
        $"  short-term max  {Value(r.MaxShortTermLufs)} LUFS",
        $"  momentary max   {Value(r.MaxMomentaryLufs)} LUFS",
        $"  range           {Value(r.RangeLu)} LU",
        $"  true peak       {Value(r.TruePeakDb)} dBTP");

    private static string Value(double? value) =>
        value is { } number ? number.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(6) : "  -inf";
}
