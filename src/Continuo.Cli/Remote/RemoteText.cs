using System.Globalization;
using Continuo.Cli.Output;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Server;

namespace Continuo.Cli.Remote;

/// <summary>A server's answers in words.</summary>
internal static class RemoteText
{
    public static string Of(ServerStatus server) => string.Join('\n', new[]
    {
        $"{server.Name}, Continuo {server.Version}, up {Time(server.UptimeSeconds)}, your role: {server.Role}",
        server.WebRtc is { } rtc ? $"WebRTC on UDP port {rtc.Port}" : null,
        server.OpusNote,
        server.Features.ApplicationsReason is { } reason ? $"No applications: {reason}" : null,
    }.OfType<string>());

    public static string Of(IReadOnlyList<StreamStatus> streams)
    {
        if (streams.Count == 0) return "No streams. Open one: continuo remote open NAME ADDRESS";
        string[] node = streams.Any(s => s.Node is not null) ? ["node"] : []; // in a cluster
        var table = new TextTable(["name", "health", "address", "format", "readers", "dropped", .. node]);
        foreach (var s in streams)
        {
            table.Add([s.Name, s.Health.ToString().ToLowerInvariant(), s.Address, TextTable.Format(s.SampleRate, s.Channels),
                Number(s.Readers.Count), Number(s.Readers.Sum(Dropped)), .. node.Select(_ => s.Node ?? "")]);
        }

        return table.ToString();
    }

    public static string Of(IReadOnlyList<RecordingStatus> recordings)
    {
        if (recordings.Count == 0) return "No recordings. Start one: continuo remote record STREAM";
        string[] node = recordings.Any(r => r.Node is not null) ? ["node"] : [];
        var table = new TextTable(["name", "state", "stream", "length", "file", "size", .. node]);
        foreach (var r in recordings)
        {
            table.Add([r.Name, r.State.ToString().ToLowerInvariant(), r.Stream ?? "", Time(r.DurationSeconds), r.File,
                string.Create(CultureInfo.InvariantCulture, $"{r.Bytes / 1e6:0.0} MB"), .. node.Select(_ => r.Node ?? "")]);
        }

        return table.ToString();
    }

    public static string Of(RecordingStatus recording)
    {
        var dropped = recording.DroppedFrames > 0 ? $", {Number(recording.DroppedFrames)} frames dropped" : "";
        var failure = recording.Failure is { } reason ? $"; {reason}" : "";
        return $"{recording.File}: {recording.State.ToString().ToLowerInvariant()}, {Time(recording.DurationSeconds)}{dropped}{failure}";
    }

    public static string Of(IReadOnlyList<PlayerStatus> players) =>
        players.Count == 0 ? "No players." : string.Join('\n', players.Select(Of));

    public static string Of(PlayerStatus player)
    {
        var length = player.DurationSeconds is { } seconds ? $" of {Time(seconds)}" : "";
        var table = new TextTable("track", "name", "gain", "pan", "");
        foreach (var t in player.Tracks)
        {
            table.Add(Number(t.Index), t.Name, Db(t.GainDb), string.Create(CultureInfo.InvariantCulture, $"{t.Pan:0.##}"),
                $"{(t.Muted ? "muted " : "")}{(t.Solo ? "solo" : "")}".Trim());
        }

        var state = $"{player.State.ToString().ToLowerInvariant()} at {Time(player.PositionSeconds)}{length}";
        return $"{player.Name}: {state}, to {player.To}, {Db(player.GainDb)}\n{table}";
    }

    public static string Of(IReadOnlyList<SessionStatus> sessions)
    {
        if (sessions.Count == 0) return "No sessions.";
        var table = new TextTable("id", "kind", "stream", "remote", "since", "codec", "dropped", "lost", "state");
        foreach (var s in sessions)
        {
            table.Add(s.Id, s.Kind, s.Stream ?? "", s.Remote, s.Since.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                s.Codec ?? "", Number(s.Dropped),
                s.LostPercent is { } lost ? string.Create(CultureInfo.InvariantCulture, $"{lost:0.##} %") : "", s.State);
        }

        return table.ToString();
    }

    public static string Of(IReadOnlyList<ApplicationStatus> applications)
    {
        if (applications.Count == 0) return "No application plays.";
        var table = new TextTable("address", "name", "state", "volume", "stream");
        foreach (var a in applications) table.Add(a.Address, a.Name, a.State.ToString().ToLowerInvariant(), Of(a), a.Stream ?? "");
        return table.ToString();
    }

    public static string Of(ApplicationStatus application)
    {
        var volume = application.VolumePercent is { } percent
            ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.#}%")
            : "no volume";
        return $"{volume}{(application.Muted ? ", muted" : "")}";
    }

    public static string Of(IReadOnlyList<LogLine> lines) =>
        string.Join('\n',
            lines.Select(l => $"{l.Time.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} {l.Level,-11} {l.Message}"));

    public static string Of(IReadOnlyList<Finding> findings) => string.Join('\n', findings.Select(Of));

    private static string Of(Finding finding)
    {
        var sign = finding.State == FindingState.Ok ? "✓" : finding.State == FindingState.Warning ? "!" : "✗";
        var remedy = (finding.Command ?? finding.Advice) is { } text ? $"\n  {"",-16}→ {text}" : "";
        return $"{sign} {finding.Title,-16}{finding.Consequence}{remedy}";
    }

    public static long Dropped(ReaderStatus reader) => reader.Dropped.Overrun + reader.Dropped.Late + reader.Dropped.Shed;

    public static string Time(double seconds) =>
        TimeSpan.FromSeconds(seconds) is var time && time.TotalHours >= 1
            ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
            : time.ToString(@"m\:ss\.f", CultureInfo.InvariantCulture);

    public static string Db(double? db) => db is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.#} dB") : "-∞ dB";

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
