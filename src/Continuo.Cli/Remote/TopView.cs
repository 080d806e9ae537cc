using System.Globalization;
using Continuo.Cli.Output;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Streams;
using Spectre.Console;

namespace Continuo.Cli.Remote;

/// <summary>A server as a picture for a terminal of any size, and as a plain line.</summary>
internal static class TopView
{
    private const int NameWidth = 14;
    private const int HealthWidth = 10;
    private const int BarWidth = 16;

    /// <summary>One line for each stream, then its worst readers as far as there is room, then the sessions.</summary>
    public static IReadOnlyList<string> Lines(TopReport report, int width, int height)
    {
        var lines = new List<string>
        {
            Head(report),
            $"[grey]{"stream",-NameWidth} {"health",-HealthWidth} {"peak dBFS",-BarWidth}{"",6}{"LUFS",7}{"rdrs",5}{"lag ms",8}{"dropped",9}[/]",
        };
        if (!report.IsConnected) return [$"[yellow]{Markup.Escape(report.Server)} does not answer; trying again[/]", .. lines.Skip(2)];
        foreach (var stream in report.Streams) lines.Add(Of(stream, report.Meters.GetValueOrDefault(stream.Name)));
        var slow = report.Streams.SelectMany(s =>
            s.Readers.Select(r => (Stream: s, Reader: r, Now: report.Meters.GetValueOrDefault(s.Name)?.Readers.GetValueOrDefault(r.Id))))
            .Where(r => (r.Now?.State ?? r.Reader.State) != ReaderState.Following || RemoteText.Dropped(r.Reader) > 0).ToArray();
        if (slow.Length > 0) lines.Add("[grey]readers behind or with losses[/]");
        foreach (var (stream, reader, now) in slow) lines.Add(Of(stream, reader, now));
        foreach (var recording in report.Recordings)
        {
            lines.Add(
                $"[red]●[/] recording {Cut(recording.Name, 24)} of {Cut(recording.Stream ?? "", NameWidth)} {RemoteText.Time(recording.DurationSeconds)}");
        }

        if (report.Sessions.Count > 0) lines.Add($"[grey]{"sessions",-12}{"stream",-NameWidth - 1}{"remote",-24}{"codec",-18}{"dropped",8}[/]");
        foreach (var session in report.Sessions) lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Cut(session.Kind, 11),-12}{Cut(session.Stream ?? "", NameWidth)} {Cut(session.Remote, 23),-24}{Cut(session.Codec ?? "", 17),-18}{session.Dropped,8}"));
        if (lines.Count <= height) return lines;
        return [.. lines.Take(height - 1), $"[grey]{lines.Count - height + 1} more lines; enlarge the terminal[/]"];
    }

    /// <summary>For a pipe.</summary>
    public static string Plain(TopReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Streams.Count} streams ({report.Streams.Count(s => s.Health == StreamHealth.Flowing)} flowing), {report.Streams.Sum(s => s.Readers.Count)} readers, {report.Streams.Sum(s => s.Readers.Sum(RemoteText.Dropped))} frames dropped, {report.Sessions.Count} sessions, {report.Recordings.Count} recordings");

    private static string Head(TopReport report) => $"[bold]{Markup.Escape(report.Server)}[/] {Markup.Escape(Plain(report))}";

    private static string Of(StreamStatus stream, StreamMeters? meters)
    {
        var peak = meters?.PeakDb.Max();
        var lag = meters is { Readers.Count: > 0 } ? meters.Readers.Values.Max(r => r.LagMs) : stream.Readers.Select(r => r.LagMs).DefaultIfEmpty().Max();
        var dropped = stream.Readers.Sum(RemoteText.Dropped);
        var bar = peak is { } db ? MeterBar.Part(Math.Clamp(1 + db / 60, 0, 1), BarWidth) : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Cut(stream.Name, NameWidth)} [{ColourOf(stream.Health)}]{stream.Health.ToString().ToLowerInvariant(),-HealthWidth}[/] [green]{TextFit.Pad(bar, BarWidth)}[/]{(peak is { } p ? $"{p:0.0}" : "-∞"),6}{(meters?.MomentaryLufs is { } lufs ? $"{lufs:0.0}" : "-∞"),7}{stream.Readers.Count,5}{lag,8:0}{(dropped > 0 ? $"[yellow]{dropped,9}[/]" : $"{dropped,9}")}");
    }

    private static string Of(StreamStatus stream, ReaderStatus reader, ReaderMeter? now) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {Cut(stream.Name, NameWidth)} {Cut(reader.Name, 20)} [yellow]{(now?.State ?? reader.State).ToString().ToLowerInvariant(),-10}[/] lag {now?.LagMs ?? reader.LagMs:0} ms, overrun {reader.Dropped.Overrun} late {reader.Dropped.Late} shed {reader.Dropped.Shed}");

    private static string Cut(string text, int width) => Markup.Escape(TextFit.Pad(TextFit.Clean(text), width));

    private static string ColourOf(StreamHealth health) => health switch
    {
        StreamHealth.Flowing => "green",
        StreamHealth.Failed => "red",
        StreamHealth.Stalled or StreamHealth.Recovering => "yellow",
        _ => "grey",
    };
}
