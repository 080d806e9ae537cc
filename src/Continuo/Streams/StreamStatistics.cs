namespace Continuo.Streams;

/// <summary>Statistics of a stream's current run. Each value is read atomically; the values may differ by up to one chunk.</summary>
public sealed record StreamStatistics
{
    /// <summary>Chunks written to the ring.</summary>
    public required long Chunks { get; init; }

    /// <summary>Frames written to the ring, including inserted silence but not gaps.</summary>
    public required long Frames { get; init; }

    /// <summary>Bytes written to the ring; 4 per sample.</summary>
    public required long Bytes { get; init; }

    /// <summary>Chunks below the silence threshold.</summary>
    public required long SilentChunks { get; init; }

    /// <summary>Frames of silence inserted because the source had no audio.</summary>
    public required long FilledFrames { get; init; }

    /// <summary>Number of gaps in the source's audio.</summary>
    public required long Gaps { get; init; }

    /// <summary>Number of frames missing in gaps.</summary>
    public required long GapFrames { get; init; }

    /// <summary>Number of times the source was read.</summary>
    public required long Reads { get; init; }

    /// <summary>Number of reads that returned audio.</summary>
    public required long ReadsWithAudio { get; init; }

    /// <summary>Number of times a lost source was reopened.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Number of failed attempts to reopen a lost source.</summary>
    public required long FailedReconnects { get; init; }

    /// <summary>Deviation of the device's rate from nominal, measured against the monotonic clock, in parts per million.</summary>
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
