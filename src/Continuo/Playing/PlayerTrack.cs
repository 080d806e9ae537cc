using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Live;
using Continuo.Mixing;

namespace Continuo.Playing;

/// <summary>One track of a <see cref="Player"/>. Thread-safe.</summary>
public sealed class PlayerTrack : IDisposable
{
    private readonly TrackLane[] _lanes = [];

    internal PlayerTrack(string name, string description, MixTrack mix, TrackFeed feed, TrackLane[] lanes)
    {
        (Name, Description, Mix, Feed, _lanes) = (name, description, mix, feed, lanes);
    }

    internal PlayerTrack(string name, string description, MixTrack mix, LiveInput live)
    {
        (Name, Description, Mix, Live) = (name, description, mix, live);
    }

    /// <summary>Number of the track within the player, from 1. Never reused.</summary>
    public int Id { get; internal set; }

    /// <summary>Display name.</summary>
    public string Name { get; }

    /// <summary>One-line description of the audio's origin.</summary>
    public string Description { get; }

    /// <summary>The track in the mixer: gain, pan, mute, solo, meters, statistics.</summary>
    public MixTrack Mix { get; }

    /// <summary>Whether the track plays a live stream. Seeks and loops do not affect such a track.</summary>
    [RealTime]
    public bool IsLive => Live is not null;

    /// <summary>The input of a live track: delay, drift, missing audio. <see langword="null"/> for other tracks.</summary>
    [RealTime]
    public LiveInput? Live { get; }

    /// <summary>Length in frames at the player's rate; −1 if unknown.</summary>
    public long Length => Feed?.Length ?? -1;

    /// <summary>
    /// The error that interrupted the track; <see langword="null"/> if there is none. The track is silent until the next seek reads it
    /// again.
    /// </summary>
    public AudioException? Failure => Feed?.Failure;

    internal TrackFeed? Feed { get; }

    /// <summary>The first plan that contains the track.</summary>
    [RealTime]
    internal long Since { get; set; }

    /// <summary>Frees the buffers and the source. Must not be called while the player renders.</summary>
    public void Dispose()
    {
        foreach (var lane in _lanes) lane.Dispose();
        Live?.Dispose();
        Feed?.Dispose();
    }

    internal TrackLane Lane(int lane) => _lanes[lane];

    /// <summary>Reads the track's audio at <paramref name="index"/> of a lane; returns the number of frames read.</summary>
    [RealTime]
    internal int Read(int lane, long index, Span<float> destination, in RenderTime time) =>
        Live is { } live ? live.Take(destination, time.Heard, time.Now) : _lanes[lane].Read(index, destination);

    /// <summary>Whether silence is correct after <paramref name="got"/> frames from <paramref name="index"/> on.</summary>
    [RealTime]
    internal bool IsOver(int lane, long index, int got) => Live is { } live ? live.HasEnded : _lanes[lane].IsOver(index, got);

    /// <summary>The index at which a lane ends; <see cref="long.MaxValue"/> while unknown.</summary>
    [RealTime]
    internal long EndOf(int lane) => Live is not { } live ? _lanes[lane].End : live.HasEnded ? 0 : long.MaxValue;
}
