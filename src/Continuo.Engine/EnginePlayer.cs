using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Engine.Statistics;
using Continuo.Mixing;
using Continuo.Playing;
using Continuo.Streams;

namespace Continuo.Engine;

/// <summary>
/// A <see cref="Playing.Player"/> as an input of an <see cref="AudioEngine"/>. Its tracks share one transport and are mixed first with
/// each other, then with the other inputs. Solo and master apply to the player's own tracks only. The position includes the latency of
/// the engine's device.
/// </summary>
/// <remarks>Public members are thread-safe. Playing, seeking and metering allocate nothing.</remarks>
public sealed class EnginePlayer : EngineInput
{
    /// <summary>Maximum number of tracks.</summary>
    public const int MaxTracks = 256;

    private readonly AudioSystem _system;
    private readonly AlignedSamples _block;
    private readonly int _channels;
    private volatile bool _isDetached;

    internal EnginePlayer(int id, MixTrack track, Player player, AudioSystem system)
        : base(id, track)
    {
        Player = player;
        _system = system;
        _channels = player.Format.Channels;
        _block = new AlignedSamples(player.Options.BlockFrames * _channels);
    }

    /// <summary>The player: tracks, transport, meters. Add tracks with <see cref="Add"/>. The engine renders and disposes it.</summary>
    public Player Player { get; }

    /// <summary>Whether the player is detached from its client. It then plays to its end and is removed.</summary>
    public bool IsDetached
    {
        get => _isDetached;
        set => _isDetached = value;
    }

    /// <inheritdoc/>
    public override bool HasEnded => _isDetached && Player.State == PlayerState.Ended;

    /// <inheritdoc/>
    public override EngineInputKind Kind => EngineInputKind.Player;

    /// <inheritdoc/>
    public override long LateBlocks
    {
        get
        {
            var late = 0L;
            var tracks = Player.Tracks;
            for (var i = 0; i < tracks.Count; i++) late += tracks[i].Mix.Statistics.LateBlocks;
            return late;
        }
    }

    /// <summary>Opens an address and adds it as a track.</summary>
    /// <exception cref="AudioException">The address cannot be opened or converted, or there are too many tracks.</exception>
    public PlayerTrack Add(AudioAddress address, TrackSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (Player.Tracks.Count >= MaxTracks)
        {
            throw new AudioException(AudioErrorCode.Unsupported, address.Text, $"the player has {MaxTracks} tracks already",
                "Use another player for more");
        }

        return Player.Add(address.Text, _system, settings);
    }

    /// <summary>Returns the track with a number.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is none.</exception>
    public PlayerTrack Find(int track)
    {
        var tracks = Player.Tracks;
        for (var i = 0; i < tracks.Count; i++)
        {
            if (tracks[i].Id == track) return tracks[i];
        }

        throw new AudioException(AudioErrorCode.NotFound, $"track {track} of player {Id}", "the player has no such track",
            "Use one of its tracks");
    }

    /// <summary>Returns state and statistics of the player. Allocates nothing.</summary>
    public EnginePlayerStatistics GetPlayerStatistics()
    {
        var meters = Player.Mixer.Meters!;
        return new EnginePlayerStatistics(
            Id,
            Player.State,
            IsDetached,
            Player.CommandNumber,
            Player.AppliedCommand,
            Player.PositionFrames,
            Player.Length,
            Player.Loop,
            Player.Tracks.Count,
            LateBlocks,
            EngineInputStatistics.PeakOf(meters),
            meters.TruePeak!.MaxDb,
            meters.Loudness!.Momentary,
            meters.Loudness.ShortTerm,
            meters.Loudness.Integrated,
            Name);
    }

    /// <summary>Returns settings and statistics of a track. Allocates nothing.</summary>
    public static EngineTrackStatistics GetTrackStatistics(PlayerTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        var (settings, counts, meters) = (track.Mix.Settings, track.Mix.Statistics, track.Mix.Meters);
        var (levels, loudness) = (meters?.Levels, meters?.Loudness);
        return new EngineTrackStatistics(
            track.Id,
            track.Length,
            settings.GainDb,
            settings.Pan,
            settings.Mute,
            settings.Solo,
            track.Failure is not null,
            EngineInputStatistics.PeakOf(meters),
            levels is null ? 0 : Math.Max(levels.Rms(0), levels.Channels > 1 ? levels.Rms(1) : 0),
            (float)(meters?.TruePeak?.MaxDb ?? double.NegativeInfinity),
            (float)(loudness?.Momentary ?? double.NegativeInfinity),
            (float)(loudness?.ShortTerm ?? double.NegativeInfinity),
            (float)(loudness?.Integrated ?? double.NegativeInfinity),
            counts.Dropouts,
            counts.LateFrames);
    }

    /// <inheritdoc/>
    public override EngineInputStatistics GetStatistics()
    {
        var counts = Track.Statistics;
        return new EngineInputStatistics(Id, EngineInputKind.Player, counts.Blocks, counts.Blocks, 0, 0, 0, LateBlocks,
            counts.LateFrames, 0, EngineInputStatistics.PeakOf(Track.Meters), Name);
    }

    /// <inheritdoc/>
    public override void Dispose() => Player.Dispose();

    [RealTime]
    internal override void Deliver(int frames, long heard, long now)
    {
        var samples = _block.Span[..(frames * _channels)];
        Player.Render(samples);
        Track.Deliver(samples);
    }

    [RealTime]
    internal override void NoteLatency(long frames, long time) => Player.ReportOutput(frames, time);
}
