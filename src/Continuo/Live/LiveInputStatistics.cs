using Continuo.Clocks;

namespace Continuo.Live;

/// <summary>
/// Statistics of a <see cref="LiveInput"/> since it was opened, over all runs of its stream. Frames are counted at the consumer's rate.
/// </summary>
public readonly record struct LiveInputStatistics
{
    /// <summary>Current state.</summary>
    public LiveState State { get; init; }

    /// <summary>Target delay from capture to playback.</summary>
    public TimeSpan Target { get; init; }

    /// <summary>Delay from capture to playback at the last read.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// The part of <see cref="Delay"/> before the input: maximum recent time from the capture of a chunk's first frame until the chunk is
    /// in the ring.
    /// </summary>
    public TimeSpan Arrival { get; init; }

    /// <summary>Speed of the source's clock relative to the consumer's, in parts per million. Positive if the source is faster.</summary>
    public double DriftPpm { get; init; }

    /// <summary>Stage of the drift servo.</summary>
    internal ServoStage Stage { get; init; }

    /// <summary>Number of stream runs read.</summary>
    public long Runs { get; init; }

    /// <summary>Frames delivered from the stream.</summary>
    public long Frames { get; init; }

    /// <summary>
    /// Frames concealed by a fade of 5 ms and silence because audio was missing, for any reason. Counted from the first delivered frame.
    /// </summary>
    public long ConcealedFrames { get; init; }

    /// <summary>Number of interruptions because the source was late.</summary>
    public long Underruns { get; init; }

    /// <summary>Number of jumps, with a cross-fade, back to the target delay.</summary>
    public long Jumps { get; init; }

    /// <summary>Frames skipped by jumps and at the start.</summary>
    public long SkippedFrames { get; init; }

    /// <summary>Frames skipped because the lag exceeded <see cref="LiveInputOptions.MaxLag"/>.</summary>
    public long LateFrames { get; init; }

    /// <summary>Frames lost because the ring was overwritten completely.</summary>
    public long OverrunFrames { get; init; }

    /// <summary>Frames skipped while the consumer was paused.</summary>
    public long ShedFrames { get; init; }

    /// <summary>Frames lost by the capture device or its audio server.</summary>
    public long DeviceFrames { get; init; }

    /// <summary>Frames missing while the source was disconnected.</summary>
    public long OutageFrames { get; init; }

    /// <summary>Frames lost or skipped for any reason except jumps.</summary>
    public long LostFrames => LateFrames + OverrunFrames + ShedFrames + DeviceFrames + OutageFrames;
}
