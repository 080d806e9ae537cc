using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Rings;

/// <summary>Options of a <see cref="RingReader"/>. Immutable.</summary>
public sealed record RingReaderOptions : ClockedOptions
{
    /// <summary>Starts at the next chunk, may lag by the whole ring, and is woken by the writer.</summary>
    public static readonly RingReaderOptions Default = new();

    /// <summary>Name shown in statistics.</summary>
    public string Name { get; init; } = "reader";

    /// <summary>
    /// Kind of consumer, one lower-case word shown in statistics: <c>callback</c>, <c>recorder</c>, <c>replay</c>, <c>meter</c>,
    /// <c>player</c>, or a word of the program's own.
    /// </summary>
    public string Kind { get; init; } = "other";

    /// <summary>
    /// Duration of audio already in the ring that is read first. Zero starts at the next chunk to be written,
    /// <see cref="TimeSpan.MaxValue"/> at the oldest chunk. Rounded up to whole chunks.
    /// </summary>
    public TimeSpan History { get; init; }

    /// <summary>
    /// Maximum lag. Older audio is skipped and counted as <see cref="GapReason.Late"/>. <see langword="null"/>: the length of the ring.
    /// Rounded up to whole chunks, at least one.
    /// </summary>
    public TimeSpan? MaxLag { get; init; }

    /// <summary>How a waiting reader is notified of a new chunk.</summary>
    internal WakeMode WakeMode { get; init; } = WakeMode.Event;

    /// <summary>Initial interval of a polling reader, 0.1…10 ms.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Maximum lag of a reader of <paramref name="ring"/>, in chunks.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if <see cref="MaxLag"/> is not positive.</exception>
    internal int LagLimit(AudioRing ring)
    {
        if (MaxLag is not { } lag) return ring.Capacity;
        if (lag <= TimeSpan.Zero)
        {
            throw new AudioException(
                AudioErrorCode.InvalidArgument,
                $"maximum lag of {lag.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms",
                "not a positive time",
                "Use at least the duration of one chunk, or leave it out");
        }

        return (int)Math.Max(1, Chunks(ring, lag));
    }

    /// <summary>Number of chunks before the head at which a reader of <paramref name="ring"/> begins, if that many exist.</summary>
    internal int HistoryChunks(AudioRing ring) => (int)Math.Min(Chunks(ring, History), LagLimit(ring));

    private static double Chunks(AudioRing ring, TimeSpan time) =>
        Math.Min(Math.Ceiling(Math.Max(0, time.TotalSeconds) * ring.Format.SampleRate / ring.ChunkFrames), ring.Capacity);
}
