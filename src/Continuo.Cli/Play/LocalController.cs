using Continuo.Cli.Reports.Playing;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Playing;

namespace Continuo.Cli.Play;

/// <summary>A player and its playback in this process.</summary>
internal sealed class LocalController(Player player, Playback playback, string sink, string description) : IPlaybackController
{
    public PlayStatus GetStatus()
    {
        var budget = playback.Monitor.GetStatistics();
        return new PlayStatus(
            player.State,
            player.Format,
            player.PositionFrames,
            player.Length,
            player.Loop,
            [.. player.Tracks.Select(t => new PlayLine(t.Name, t.Mix.Settings, LevelOf(t.Mix.Meters), t.Failure?.Happened))],
            LevelOf(player.Mixer.Meters),
            player.Mixer.Meters?.Loudness?.ShortTerm ?? double.NegativeInfinity,
            budget.P50Percent,
            budget.P99Percent,
            budget.Xruns,
            playback.LastReopenError?.Happened,
            PlayWriteAheadReport.Explain(playback.WriteAhead, player.Options),
            "q quit");
    }

    public void Toggle()
    {
        if (player.State == PlayerState.Playing) player.Pause();
        else player.Play();
    }

    public void Seek(long frame) => player.Seek(frame);

    public void Set(int track, TrackSettings settings) => player.Tracks[track].Mix.Settings = settings;

    public async Task<bool> WaitForEndAsync(TimeSpan most, CancellationToken stop)
    {
        try
        {
            await playback.Ended.WaitAsync(most, stop).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public PlayReport Report() => PlayReport.Of(sink, description, player, playback);

    private static double LevelOf(AudioMeter? meter)
    {
        if (meter?.Levels is not { } levels) return 0;
        return Math.Max(levels.Peak(0), levels.Channels > 1 ? levels.Peak(1) : 0);
    }
}
