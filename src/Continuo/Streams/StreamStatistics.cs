namespace Continuo.Streams;

/// <summary>What a stream has captured in its present run. Each figure is whole; they may be up to one chunk apart.</summary>
public sealed record StreamStatistics
{
    /// <summary>Chunks written to the ring.</summary>
    public required long Chunks { get; init; }

    /// <summary>Frames in them, filled time included, gaps not.</summary>
    public required long Frames { get; init; }

    /// <summary>Bytes in them: 4 per sample.</summary>
    public required long Bytes { get; init; }

    /// <summary>Chunks below the silence threshold.</summary>
    public required long SilentChunks { get; init; }

    /// <summary>Frames of time filled from the clock because the source had nothing.</summary>
    public required long FilledFrames { get; init; }

    /// <summary>Number of gaps the source had.</summary>
    public required long Gaps { get; init; }

    /// <summary>Number of frames that are missing in them.</summary>
    public required long GapFrames { get; init; }

    /// <summary>Number of times the source was read.</summary>
    public required long Reads { get; init; }

    /// <summary>Number of of those reads brought audio.</summary>
    public required long ReadsWithAudio { get; init; }

    /// <summary>Number of times a lost source was opened again.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Number of times that failed.</summary>
    public required long FailedReconnects { get; init; }

    /// <summary>How much faster than nominal the device runs, against the monotonic clock, in parts per million.</summary>
    public required double DriftPpm { get; init; }

    internal static StreamStatistics Of(StreamRun run)
    {
        var counters = run.Loop.Counters;
        var frames = Volatile.Read(ref counters.Frames);
        return new StreamStatistics
        {
            Chunks = Volatile.Read(ref counters.Chunks),
            Frames = frames,
            Bytes = frames * run.Ring.Format.Channels * sizeof(float),
            SilentChunks = Volatile.Read(ref counters.SilentChunks),
            FilledFrames = Volatile.Read(ref counters.FilledFrames),
            Gaps = Volatile.Read(ref counters.Gaps),
            GapFrames = Volatile.Read(ref counters.GapFrames),
            Reads = Volatile.Read(ref counters.Reads),
            ReadsWithAudio = Volatile.Read(ref counters.ReadsWithAudio),
            Reconnects = Volatile.Read(ref counters.Reopened),
            FailedReconnects = Volatile.Read(ref counters.FailedReopens),
            DriftPpm = Volatile.Read(ref counters.DriftPpm),
        };
    }
}
