using Continuo.Audio;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Hosting;
using Continuo.Hosting.Watching;
using Continuo.Playing;
using Continuo.Server.Http;

namespace Continuo.Server.Reports;

/// <summary>Players as the contract describes them. Thread-safe.</summary>
internal sealed class PlayerReports(AudioHost host)
{
    /// <summary>All players, in the order in which they were added.</summary>
    public IReadOnlyList<PlayerStatus> All()
    {
        var snapshot = host.Snapshot();
        return [.. snapshot.Players.Select(p => Of(p, snapshot.Streams)).OfType<PlayerStatus>()];
    }

    /// <summary>One player; <see langword="null"/> if there is none of that name.</summary>
    public PlayerStatus? Find(string name)
    {
        var snapshot = host.Snapshot();
        return snapshot.Players.FirstOrDefault(p => p.Name == name) is { } player ? Of(player, snapshot.Streams) : null;
    }

    /// <summary>What the meters show of a player.</summary>
    public static PlayerMeters MetersOf(Player player) => new(
        Numbers.Seconds(player.Position),
        PeaksOf(player.Mixer.Meters),
        [.. player.Tracks.Select(t => new TrackLevel(PeaksOf(t.Mix.Meters)))],
        ReductionOf(player));

    private PlayerStatus? Of(PlayerSnapshot snapshot, IReadOnlyList<StreamSnapshot> streams)
    {
        if (!host.TryGetPlayer(snapshot.Name, out var player)) return null;
        var (format, master) = (player.Format, player.Mixer.Master);
        return new PlayerStatus(
            snapshot.Name,
            AudioAddress.HideSecrets(snapshot.To),
            player.State,
            Numbers.Seconds(player.Position),
            SecondsOf(player.Length, format),
            player.Loop is { } loop
                ? new LoopStatus(Numbers.Seconds(format.ToTime(loop.Start)), Numbers.Seconds(format.ToTime(loop.End)))
                : null,
            Numbers.Db(master.GainDb),
            master.Mute,
            streams.FirstOrDefault(s => s.Address == snapshot.To)?.Name,
            new LimiterStatus(ReductionOf(player)),
            [.. player.Tracks.Select(t => Of(t, format))],
            snapshot.Failure);
    }

    private static TrackStatus Of(PlayerTrack track, AudioFormat format)
    {
        var settings = track.Mix.Settings;
        return new TrackStatus(
            track.Id,
            ShortNameOf(track.Name),
            track.Name,
            Numbers.Db(settings.GainDb),
            Math.Round(settings.Pan, 3),
            settings.Mute,
            settings.Solo,
            SecondsOf(track.Length, format),
            track.Failure?.Message);
    }

    private static string ShortNameOf(string address)
    {
        var target = address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return Path.GetFileNameWithoutExtension(target) is { Length: > 0 } name ? name : address;
    }

    private static double? SecondsOf(long frames, AudioFormat format) => frames < 0 ? null : Numbers.Seconds(format.ToTime(frames));

    private static double ReductionOf(Player player) => Math.Round(Math.Max(0, -Decibels.FromGain(player.Mixer.LimiterGain)), 2);

    private static double?[] PeaksOf(Metering.AudioMeter? meter) =>
        meter?.Levels is { } levels ? [.. Enumerable.Range(0, levels.Channels).Select(c => Numbers.DbOf(levels.Peak(c)))] : [];
}
