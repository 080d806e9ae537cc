using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rings;
using Continuo.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Continuo.Streams;

/// <summary>Options of an <see cref="AudioStream"/>. Immutable; validated when the stream is opened.</summary>
public sealed record StreamOptions : ClockedOptions
{
    /// <summary>Requested sample rate; <see langword="null"/>: the source's own.</summary>
    public int? SampleRate { get; init; }

    /// <summary>Requested channels; <see langword="null"/>: the source's own.</summary>
    public int? Channels { get; init; }

    /// <summary>Frames per chunk; <see langword="null"/>: 10 ms.</summary>
    public int? ChunkFrames { get; init; }

    /// <summary>Capacity of the ring in chunks.</summary>
    public int RingChunks { get; init; } = AudioRing.DefaultCapacity;

    /// <summary>Maximum wait for an application or device that does not exist yet; <see langword="null"/>: do not wait.</summary>
    public TimeSpan? WaitForAppearance { get; init; }

    /// <summary>
    /// Whether an <c>app:</c> source ends when its application has exited and has no streams or server connections left.
    /// </summary>
    public bool EndWithApplication { get; init; }

    /// <summary>Speed of sources without a clock.</summary>
    public Pacing Pacing { get; init; } = Pacing.Clock;

    /// <summary>Chunks whose samples all lie at or below this level are flagged silent, in dB of full scale, −200…0.</summary>
    public double SilenceThresholdDb { get; init; } = -90;

    /// <summary>Whether to request real-time scheduling for the capture thread. A refusal is reported and not an error.</summary>
    public bool RealTimePriority { get; init; } = true;

    /// <summary>Delay before the first attempt to reopen a lost source. Doubles with every failure.</summary>
    public TimeSpan MinReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Maximum delay between attempts to reopen a lost source.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Receives the first exception that a handler or other user code throws, per stream, subscription and recorder.
    /// </summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Returns the request for a source that corresponds to these options.</summary>
    public SourceRequest ToSourceRequest() =>
        new(SampleRate, Channels, ChunkFramesAt(SampleRate ?? AudioFormat.Default.SampleRate), WaitForAppearance, Clock)
        {
            IsDefaultChunk = ChunkFrames is null,
            EndWithApplication = EndWithApplication,
        };

    /// <summary>Chunk size at a rate.</summary>
    internal int ChunkFramesAt(int sampleRate) => ChunkFrames ?? Math.Max(1, sampleRate / 100);

    /// <exception cref="AudioException">A value is out of range.</exception>
    internal void Validate()
    {
        if (SampleRate is not null || Channels is not null) _ = new AudioFormat(SampleRate ?? 48_000, Channels ?? 2);
        Require(SilenceThresholdDb is >= -200 and <= 0, "silence threshold in dB", SilenceThresholdDb, "-200…0");
        Require(WaitForAppearance is null || WaitForAppearance >= TimeSpan.Zero, "wait for appearance in s",
            WaitForAppearance?.TotalSeconds ?? 0, "0 or more");
        Require(MinReconnectDelay > TimeSpan.Zero, "first reconnect pause in ms", MinReconnectDelay.TotalMilliseconds, "more than 0");
        Require(MaxReconnectDelay >= MinReconnectDelay, "longest reconnect pause in ms", MaxReconnectDelay.TotalMilliseconds,
            "at least the first one");
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
