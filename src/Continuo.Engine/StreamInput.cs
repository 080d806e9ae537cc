using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Engine.Statistics;
using Continuo.Live;
using Continuo.Mixing;
using Continuo.Streams;

namespace Continuo.Engine;

/// <summary>
/// A live stream, such as an application, a device or a remote voice, as an input of an <see cref="AudioEngine"/>. A
/// <see cref="LiveInput"/> matches its clock to the engine's sink and holds the delay constant.
/// </summary>
/// <remarks>Public members are thread-safe.</remarks>
public sealed class StreamInput : EngineInput
{
    private readonly AudioStream? _owned;
    private readonly float[] _block;

    /// <param name="id">Its number.</param>
    /// <param name="track">Its track, with the channels of <paramref name="live"/>.</param>
    /// <param name="live">Owned.</param>
    /// <param name="owned">The stream, if it belongs to the engine.</param>
    /// <param name="maxFrames">Maximum block length.</param>
    internal StreamInput(int id, MixTrack track, LiveInput live, AudioStream? owned, int maxFrames)
        : base(id, track)
    {
        (Live, _owned) = (live, owned);
        _block = new float[maxFrames * live.Format.Channels];
    }

    /// <summary>The live input: delay, drift, missing audio.</summary>
    public LiveInput Live { get; }

    /// <inheritdoc/>
    public override EngineInputKind Kind => EngineInputKind.Live;

    /// <summary>
    /// Whether a stream opened by the engine has ended and was played completely. A stream added by the application may be restarted, so
    /// its input stays until it is closed.
    /// </summary>
    public override bool HasEnded => _owned is not null && Live.HasEnded;

    /// <inheritdoc/>
    public override long LateBlocks => Track.Statistics.LateBlocks;

    /// <summary>The error that ended the stream or prevents reopening it; <see langword="null"/> if there is none.</summary>
    public AudioException? Failure => _owned?.Failure ?? Live.Failure;

    /// <inheritdoc/>
    public override EngineInputStatistics GetStatistics()
    {
        var (live, track) = (Live.Statistics, Track.Statistics);
        var block = Math.Max(1, _block.Length / Live.Format.Channels);
        return new EngineInputStatistics(
            Id, Kind, live.Frames / block, live.Frames / block, 0, live.OverrunFrames / block, track.Dropouts, track.LateBlocks,
                track.LateFrames, 0, EngineInputStatistics.PeakOf(Track.Meters), Name);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Live.Dispose();
        _owned?.Dispose();
    }

    [RealTime]
    internal override void Deliver(int frames, long heard, long now)
    {
        var channels = Live.Format.Channels;
        var read = Live.Take(_block.AsSpan(0, frames * channels), heard, now);
        Track.Deliver(_block.AsSpan(0, read * channels));
        if (read < frames && Live.HasEnded) Track.End();
    }
}
