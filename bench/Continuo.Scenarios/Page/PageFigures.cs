using System.Globalization;
using System.Text;

namespace Continuo.Scenarios.Page;

/// <summary>What the page shows and plays, measured.</summary>
internal sealed record PageFigures
{
    /// <summary>By path: level of 440 Hz left and 660 Hz right, dBFS.</summary>
    public required IReadOnlyDictionary<string, double[]> LevelsDb { get; init; }

    /// <summary>Level of the tones at the server, dBFS.</summary>
    public required double ExpectedDb { get; init; }

    /// <summary>Seconds listened to by WebRTC without a pause.</summary>
    public required double ListenedSeconds { get; init; }

    /// <summary>Windows of 50 ms in them that held something else than the tones.</summary>
    public required IReadOnlyList<string> DropOuts { get; init; }

    /// <summary>By path.</summary>
    public required IReadOnlyList<PathDelay> Delays { get; init; }

    /// <summary>From the hand to the page's audio graph, median of several moves.</summary>
    public required double FaderMs { get; init; }

    /// <summary>From the hand on a person's volume in a room to the page's audio graph, by size.</summary>
    public required IReadOnlyList<double> RoomVolumeMs { get; init; }

    /// <summary>By path: from the killed server's being ready again to the tones.</summary>
    public required IReadOnlyDictionary<string, double> RestartMs { get; init; }

    /// <summary>From opening the address in a new browser profile to the tones.</summary>
    public required double LoadToSoundMs { get; init; }

    /// <summary>Whether everything is as promised.</summary>
    public bool IsGood =>
        LevelsDb.Values.All(l => l.All(db => Math.Abs(db - ExpectedDb) <= 0.5)) && DropOuts.Count == 0
        && FaderMs <= 100 && Median(RoomVolumeMs) <= 100
        && RestartMs.Values.All(ms => ms <= 2000) && Delays.All(d => d.IsGood);

    public override string ToString()
    {
        var text = new StringBuilder("The page in chromium, the server as a process, a private PulseAudio that the browser plays to\n");
        foreach (var (path, levels) in LevelsDb) Line($"level, {path}: {levels[0]:F2} and {levels[1]:F2} dBFS of {ExpectedDb:F2}");
        var first = string.Concat(DropOuts.Take(5).Select(d => $"; {d}"));
        Line($"drop-outs in {ListenedSeconds:F0} s by WebRTC: {DropOuts.Count} windows of 50 ms{first}");
        foreach (var delay in Delays) Line($"{delay}");
        Line($"fader, from the hand to the page's audio graph: p50 {FaderMs:F0} ms");
        var (median, most, moves) = (Median(RoomVolumeMs), RoomVolumeMs[^1], RoomVolumeMs.Count);
        Line($"volume in a room, from the hand to the page's audio graph: p50 {median:F0} ms, at most {most:F0} ms of {moves} moves");
        foreach (var (path, ms) in RestartMs) Line($"killed and started again, {path}: tones {ms:F0} ms after the server is ready");
        Line($"from opening the page in a new profile to sound: {LoadToSoundMs:F0} ms");
        return text.ToString();

        void Line(FormattableString line) => text.Append("  ").Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static double Median(IReadOnlyList<double> sorted) => sorted[sorted.Count / 2];
}
