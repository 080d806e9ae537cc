using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Reports;
using Continuo.Cli.Reports.Playing;
using Continuo.Engine.Client;
using Continuo.Engine.Statistics;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Cli.Play;

/// <summary>A player in the engine process.</summary>
/// <param name="client">The engine.</param>
/// <param name="player">The player.</param>
/// <param name="keys">Help on additional keys.</param>
internal sealed class EngineController(EngineClient client, RemotePlayer player, string keys) : IPlaybackController
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly EngineStatistics _before = client.GetStatistics();
    private readonly EngineTrackStatistics[] _tracks = new EngineTrackStatistics[Engine.EnginePlayer.MaxTracks];
    private readonly Dictionary<(int Track, bool HasFailed), TrackText> _texts = [];
    private PlayReport? _last;
    private PlayStatus? _seen;

    public PlayStatus GetStatus()
    {
        try
        {
            return _seen = See();
        }
        catch (AudioException e) when (e.Code == AudioErrorCode.NotFound && _seen is not null)
        {
            return _seen with { State = PlayerState.Ended }; // a detached player is removed at its end
        }
    }

    public void Toggle()
    {
        if (player.GetStatistics().State == PlayerState.Playing) player.Pause();
        else player.Play();
    }

    public void Seek(long frame) => player.Seek(frame);

    public void Set(int track, TrackSettings settings) => player.Set(_tracks[track].Track, settings);

    public async Task<bool> WaitForEndAsync(TimeSpan most, CancellationToken stop)
    {
        for (var left = most; ; left -= PollInterval)
        {
            if (await HasEndedAsync(stop).ConfigureAwait(false)) return true;
            if (most != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero) return false;
            await Task.Delay(most == Timeout.InfiniteTimeSpan || left > PollInterval ? PollInterval : left, stop).ConfigureAwait(false);
        }
    }

    public PlayReport Report()
    {
        try
        {
            Remember(player.GetStatistics());
        }
        catch (AudioException e) when (e.Code == AudioErrorCode.NotFound && _last is not null)
        {
            // A detached player is removed at its end: its last status is the report.
        }

        return _last!;
    }

    private async Task<bool> HasEndedAsync(CancellationToken stop)
    {
        EnginePlayerStatistics piece;
        try
        {
            piece = player.GetStatistics();
            Remember(piece);
        }
        catch (AudioException e) when (e.Code == AudioErrorCode.NotFound)
        {
            if (_last is { } last) _last = last with { Ended = true };
            return true;
        }

        if (piece.State != PlayerState.Ended) return false;

        // Rendered, but not heard yet.
        await Task.Delay(player.Format.ToTime(client.GetStatistics().LatencyFrames), stop).ConfigureAwait(false);
        return true;
    }

    private PlayStatus See()
    {
        var (engine, piece, count) = (client.GetStatistics(), player.GetStatistics(), player.GetTrackStatistics(_tracks));
        return new PlayStatus(
            piece.State,
            player.Format,
            piece.Position,
            piece.Length,
            piece.Loop,
            [.. _tracks.Take(count).Select(t => new PlayLine(NameOf(t), SettingsOf(t), t.Peak, TextOf(t).Failure?.Happened))],
            piece.Level,
            piece.ShortTerm,
            engine.RenderP50Percent,
            engine.RenderP99Percent,
            engine.Underruns - _before.Underruns,
            engine.State == EngineState.Recovering ? engine.Failure : null,
            string.Create(CultureInfo.InvariantCulture,
                $"the engine buffers two blocks of {client.BlockFrames} frames; output latency "
                + $"{player.Format.ToTime(engine.LatencyFrames).TotalMilliseconds:0.0} ms"),
            keys);
    }

    private void Remember(in EnginePlayerStatistics piece)
    {
        var (engine, count) = (client.GetStatistics(), player.GetTrackStatistics(_tracks));
        _last = new PlayReport(
            engine.To,
            engine.Sink,
            Math.Round(player.Format.ToTime(piece.Position).TotalSeconds, 3),
            piece.State == PlayerState.Ended,
            engine.Underruns - _before.Underruns,
            engine.Losses - _before.Losses,
            engine.Blocks - _before.Blocks,
            Math.Round(engine.RenderP50Percent, 2),
            Math.Round(engine.RenderP99Percent, 2),
            Math.Round(engine.RenderMaxPercent, 2),
            null,
            [.. _tracks.Take(count).Select(t => new PlayTrackReport(TextOf(t).Name, t.Dropouts, t.LateFrames,
                TextOf(t).Failure is { } failure ? FailureReport.Of(failure) : null))]);
    }

    private TrackText TextOf(in EngineTrackStatistics track)
    {
        var key = (track.Track, track.HasFailed);
        if (!_texts.TryGetValue(key, out var text)) _texts[key] = text = player.Describe(track.Track);
        return text;
    }

    private string NameOf(in EngineTrackStatistics track)
    {
        var name = TextOf(track).Name;
        return name.StartsWith("file:", StringComparison.Ordinal) ? Path.GetFileName(name) : name;
    }

    private static TrackSettings SettingsOf(in EngineTrackStatistics track) =>
        new() { GainDb = track.GainDb, Pan = track.Pan, Mute = track.Mute, Solo = track.Solo };
}
