using Continuo.Clocks;

namespace Continuo.Live;

/// <summary>Statistics of a <see cref="LiveInput"/> since it was opened, over all runs of its stream. Frames are of the consumer's rate.</summary>
public readonly record struct LiveInputStatistics
{
    /// <summary>What is delivered at present.</summary>
    public LiveState State { get; init; }

    /// <summary>The delay from capture to ear that is held.</summary>
    public TimeSpan Target { get; init; }

    /// <summary>The delay from capture to ear at the last read.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The part of <see cref="Delay"/> that lies before the input: from the capture of a chunk's first frame to its being in the ring, at the most lately.</summary>
    public TimeSpan Arrival { get; init; }

    /// <summary>By how much the source's clock is faster than the consumer's, in parts per million.</summary>
    public double DriftPpm { get; init; }

    /// <summary>How closely the speed follows the drift.</summary>
    public ServoStage Stage { get; init; }

    /// <summary>Number of runs of the stream that were followed.</summary>
    public long Runs { get; init; }

    /// <summary>Frames delivered from the stream.</summary>
    public long Frames { get; init; }

    /// <summary>Frames that the consumer asked for and did not get, after the first, for any reason: concealed by a fade of 5 ms and silence.</summary>
    public long ConcealedFrames { get; init; }

    /// <summary>How often the source was late, so that the audio broke off.</summary>
    public long Underruns { get; init; }

    /// <summary>How often the delay was brought back to its target by a jump with a cross-fade.</summary>
    public long Jumps { get; init; }

    /// <summary>Frames left out in jumps, and at the start.</summary>
    public long SkippedFrames { get; init; }

    /// <summary>Frames skipped because the consumer was further behind than <see cref="LiveInputOptions.MaxLag"/>.</summary>
    public long LateFrames { get; init; }

    /// <summary>Frames lost because the ring was written over.</summary>
    public long OverrunFrames { get; init; }

    /// <summary>Frames left out on purpose while the consumer was paused.</summary>
    public long ShedFrames { get; init; }

    /// <summary>Frames that the capturing device or its server lost.</summary>
    public long DeviceFrames { get; init; }

    /// <summary>Frames missing while the source was away.</summary>
    public long OutageFrames { get; init; }

    /// <summary>Frames missing on the stream's timeline or skipped to catch up, by any reason but a jump's.</summary>
    public long LostFrames => LateFrames + OverrunFrames + ShedFrames + DeviceFrames + OutageFrames;
}
