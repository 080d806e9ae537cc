namespace Continuo.Sinks;

/// <summary>A sink with a clock of its own: a write waits until there is room, and what was written is heard a while later.</summary>
public interface ITimedSink : IAudioSink
{
    /// <summary>How many of the frames written are still to be heard, as of the last write. For the writing thread.</summary>
    long LatencyFrames { get; }

    /// <summary>How often it ran dry because nothing was written in time. Thread-safe.</summary>
    long Underruns { get; }
}
