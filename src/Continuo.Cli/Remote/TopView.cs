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
        if (!report.IsConnected) return [$"[yellow]{Markup.Escape(report.Server)} does not answer; trying again[/]"];
        var lines = new List<string>
        {
            Head(report, width),
            $"[grey]{"stream",-NameWidth} {"health",-HealthWidth} {"peak dBFS",-BarWidth}{"",6}"
                + $"{"LUFS",7}{"rdrs",5}{"lag ms",8}{"dropped",9}[/]",
        };
        foreach (var stream in report.Streams) lines.Add(Of(stream, report.Meters.GetValueOrDefault(stream.Name)));
        var slow = report.Streams.SelectMany(s =>
            s.Readers.Select(r => (Stream: s, Reader: r, Now: report.Meters.GetValueOrDefault(s.Name)?.Readers.GetValueOrDefault(r.Id))))
            .Where(r => (r.Now?.State ?? r.Reader.State) != ReaderState.Following || RemoteText.Dropped(r.Reader) > 0).ToArray();
        if (slow.Length > 0)
        {
            lines.Add($"[grey]{"readers behind or with losses",-33} {"state",-10}{"lag ms",8}{"overrun",9}{"late",9}{"shed",9}[/]");
        }

        foreach (var (stream, reader, now) in slow) lines.Add(Of(stream, reader, now));
        foreach (var recording in report.Recordings)
        {
            var time = RemoteText.Time(recording.DurationSeconds);
            lines.Add($"[red]●[/] recording {Cut(recording.Name, 24)} of {Cut(recording.Stream ?? "", NameWidth)} {time}");
        }

        if (report.Sessions.Count > 0)
        {
            lines.Add($"[grey]{"sessions",-12}{"stream",-NameWidth - 1}{"remote",-24}{"codec",-18}{"dropped",9}[/]");
        }

        foreach (var session in report.Sessions) lines.Add(Of(session));
        if (lines.Count <= height) return lines;
        return [.. lines.Take(height - 1), $"[grey]{lines.Count - height + 1} more lines; enlarge the terminal[/]"];
    }

    /// <summary>For a pipe.</summary>
    public static string Plain(TopReport report)
    {
        var flowing = report.Streams.Count(s => s.Health == StreamHealth.Flowing);
        var readers = report.Streams.Sum(s => s.Readers.Count);
        var dropped = report.Streams.Sum(s => s.Readers.Sum(RemoteText.Dropped));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Streams.Count} streams ({flowing} flowing), {readers} readers, {dropped} frames dropped, ")
            + string.Create(CultureInfo.InvariantCulture, $"{report.Sessions.Count} sessions, {report.Recordings.Count} recordings");
    }

    /// <summary>The server's address, cut so that the sums beside it fit.</summary>
    private static string Head(TopReport report, int width)
    {
        var sums = $" {Plural.Of(report.Streams.Count, "stream")}, {Plural.Of(report.Streams.Sum(s => s.Readers.Count), "reader")}, "
            + $"{Plural.Of(report.Sessions.Count, "session")}, {Plural.Of(report.Recordings.Count, "recording")}";
        return $"[bold]{Markup.Escape(TextFit.Cut(report.Server, Math.Max(12, width - sums.Length)))}[/]{sums}";
    }

    private static string Of(SessionStatus session)
    {
        var what = $"{Cut(session.Kind, 11),-12}{Cut(session.Stream ?? "", NameWidth)} {Cut(session.Remote, 23),-24}";
        return string.Create(CultureInfo.InvariantCulture, $"{what}{Cut(session.Codec ?? "", 17),-18}{Count(session.Dropped)}");
    }

    private static string Of(StreamStatus stream, StreamMeters? meters)
    {
        var peak = meters?.PeakDb.Max();
        var lag = meters is { Readers.Count: > 0 }
            ? meters.Readers.Values.Max(r => r.LagMs)
            : stream.Readers.Select(r => r.LagMs).DefaultIfEmpty().Max();
        var dropped = stream.Readers.Sum(RemoteText.Dropped);
        var bar = peak is { } db ? MeterBar.Part(Math.Clamp(1 + db / 60, 0, 1), BarWidth) : "";
        var health = $"[{ColourOf(stream.Health)}]{stream.Health.ToString().ToLowerInvariant(),-HealthWidth}[/]";
        var level = $"[green]{TextFit.Pad(bar, BarWidth)}[/]{Level(peak),6}{Level(meters?.MomentaryLufs),7}";
        var loss = dropped > 0 ? $"[yellow]{Count(dropped)}[/]" : Count(dropped);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Cut(stream.Name, NameWidth)} {health} {level}{stream.Readers.Count,5}{lag,8:0}{loss}");
    }

    private static string Of(StreamStatus stream, ReaderStatus reader, ReaderMeter? now)
    {
        var state = (now?.State ?? reader.State).ToString().ToLowerInvariant();
        var (lag, lost) = (now?.LagMs ?? reader.LagMs, reader.Dropped);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {Cut(stream.Name, NameWidth)} {Cut(reader.Name, 16)} [yellow]{state,-10}[/]{lag,8:0}"
                + $"{Count(lost.Overrun)}{Count(lost.Late)}{Count(lost.Shed)}");
    }

    private static string Level(double? db) => db is { } level ? level.ToString("0.0", CultureInfo.InvariantCulture) : "-∞";

    /// <summary>A count in nine columns, the first of them free; large ones in thousands, millions and so on.</summary>
    private static string Count(long count)
    {
        var unit = 0;
        for (var most = 100_000_000L; count >= most; count /= 1000, unit++) most = 1_000_000;
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? $"{count}" : $"{count} {" kMGTPE"[unit]}"),9}");
    }

    private static string Cut(string text, int width) => Markup.Escape(TextFit.Pad(TextFit.Clean(text), width));

    private static string ColourOf(StreamHealth health) => health switch
    {
        StreamHealth.Flowing => "green",
        StreamHealth.Failed => "red",
        StreamHealth.Stalled or StreamHealth.Recovering => "yellow",
        _ => "grey",
    };
}
