using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Engine.Reports;
using Continuo.Live;
using Continuo.Mixing;
using Continuo.Streams;

namespace Continuo.Engine;

/// <summary>
/// A live stream as an input of an <see cref="AudioEngine"/>: an application, a device, a remote voice. Its own clock is brought to that of the engine's sink by a
/// <see cref="LiveInput"/>, which holds the delay to the ear.
/// </summary>
/// <remarks>Public members are thread-safe.</remarks>
public sealed class StreamInput : EngineInput
{
    private readonly AudioStream? _owned;
    private readonly float[] _block;

    /// <param name="id">Its number.</param>
    /// <param name="track">Where it goes; has the channels of <paramref name="live"/>.</param>
    /// <param name="live">Owned.</param>
    /// <param name="owned">The stream, if it is the engine's own.</param>
    /// <param name="maxFrames">The longest block.</param>
    internal StreamInput(int id, MixTrack track, LiveInput live, AudioStream? owned, int maxFrames)
        : base(id, track)
    {
        (Live, _owned) = (live, owned);
        _block = new float[maxFrames * live.Format.Channels];
    }

    /// <summary>How the stream is followed: delay, drift, what is missing.</summary>
    public LiveInput Live { get; }

    /// <inheritdoc/>
    public override EngineInputKind Kind => EngineInputKind.Live;

    /// <summary>Whether the engine's own stream has ended and all of it was played. A stream of the application's may be started again and is kept until it is closed.</summary>
    public override bool HasEnded => _owned is not null && Live.HasEnded;

    /// <inheritdoc/>
    public override long LateBlocks => Track.Statistics.LateBlocks;

    /// <summary>What made the stream end early, or keeps it from being opened again; <see langword="null"/> if nothing does.</summary>
    public AudioException? Failure => _owned?.Failure ?? Live.Failure;

    /// <inheritdoc/>
    public override EngineInputReport Report()
    {
        var (live, track) = (Live.Statistics, Track.Statistics);
        var block = Math.Max(1, _block.Length / Live.Format.Channels);
        return new EngineInputReport(
            Id, Kind, live.Frames / block, live.Frames / block, 0, live.OverrunFrames / block, track.Dropouts, track.LateBlocks, track.LateFrames, 0, EngineInputReport.PeakOf(Track.Meters), Name);
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
