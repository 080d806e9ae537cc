using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rings;
using Continuo.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Continuo.Streams;

/// <summary>How a stream captures. Immutable; checked when the stream is opened.</summary>
public sealed record StreamOptions : ClockedOptions
{
    /// <summary>The sample rate wanted; <see langword="null"/>: the source's own.</summary>
    public int? SampleRate { get; init; }

    /// <summary>The channels wanted; <see langword="null"/>: the source's own.</summary>
    public int? Channels { get; init; }

    /// <summary>Frames per chunk; <see langword="null"/>: 10 ms.</summary>
    public int? ChunkFrames { get; init; }

    /// <summary>Number of chunks the ring keeps.</summary>
    public int RingChunks { get; init; } = AudioRing.DefaultCapacity;

    /// <summary>How long to wait for an application or device that does not exist yet; <see langword="null"/>: not at all.</summary>
    public TimeSpan? WaitForAppearance { get; init; }

    /// <summary>
    /// Whether an <c>app:</c> source ends when its application has ended: no stream, no connection to the server, no process is left of
    /// it.
    /// </summary>
    public bool EndWithApplication { get; init; }

    /// <summary>The speed of sources that have none of their own.</summary>
    public Pacing Pacing { get; init; } = Pacing.Clock;

    /// <summary>Chunks whose samples all lie at or below this level are flagged silent, in dB of full scale, −200…0.</summary>
    public double SilenceThresholdDb { get; init; } = -90;

    /// <summary>Whether to ask for real-time scheduling of the capture thread. A refusal is reported, never fatal.</summary>
    public bool RealTimePriority { get; init; } = true;

    /// <summary>The pause before a lost source is opened again for the first time; it doubles with every failure.</summary>
    public TimeSpan ReconnectFirst { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause between attempts to open a lost source again.</summary>
    public TimeSpan ReconnectMost { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Where it is told that a handler or another piece of code of others has thrown, the first time for each stream, subscription and
    /// recorder.
    /// </summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>What these options ask of a source.</summary>
    public SourceRequest ToSourceRequest() =>
        new(SampleRate, Channels, ChunkFramesAt(SampleRate ?? AudioFormat.Default.SampleRate), WaitForAppearance, Clock)
        {
            IsDefaultChunk = ChunkFrames is null,
            EndWithApplication = EndWithApplication,
        };

    /// <summary>The chunk size for a rate.</summary>
    internal int ChunkFramesAt(int sampleRate) => ChunkFrames ?? Math.Max(1, sampleRate / 100);

    /// <exception cref="AudioException">A value is out of range.</exception>
    internal void Validate()
    {
        if (SampleRate is not null || Channels is not null) _ = new AudioFormat(SampleRate ?? 48_000, Channels ?? 2);
        Require(SilenceThresholdDb is >= -200 and <= 0, "silence threshold in dB", SilenceThresholdDb, "-200…0");
        Require(WaitForAppearance is null || WaitForAppearance >= TimeSpan.Zero, "seconds to wait for the source", WaitForAppearance?.TotalSeconds ?? 0, "0 or more");
        Require(ReconnectFirst > TimeSpan.Zero, "first reconnect pause in ms", ReconnectFirst.TotalMilliseconds, "more than 0");
        Require(ReconnectMost >= ReconnectFirst, "longest reconnect pause in ms", ReconnectMost.TotalMilliseconds, "at least the first one");
    }

    private static void Require(bool condition, string what, double value, string range)
    {
        if (condition) return;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"{what}: {value}"),
            $"outside the range {range}",
            "Choose a value in the range");
    }
}
