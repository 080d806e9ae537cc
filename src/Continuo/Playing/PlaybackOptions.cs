using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Mixing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Continuo.Playing;

/// <summary>Options of a <see cref="Player"/> and a <see cref="Playback"/>. Immutable.</summary>
public sealed record PlaybackOptions : BlockOptions
{
    /// <summary>The default: blocks of 480 frames, written 40 ms ahead.</summary>
    public static readonly PlaybackOptions Balanced = For(PlaybackPreset.Balanced, null);

    /// <summary>Lowest latency: blocks of 128 frames, written 10 ms ahead.</summary>
    public static readonly PlaybackOptions Lowest = For(PlaybackPreset.Lowest, null);

    /// <summary>For a busy machine or a process that collects garbage: blocks of 1024 frames, written 200 ms ahead.</summary>
    public static readonly PlaybackOptions Safe = For(PlaybackPreset.Safe, null);

    /// <summary>Minimum write-ahead, 1 ms…10 s. Ignored for a device whose address sets a fixed latency.</summary>
    public TimeSpan WriteAhead { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// Maximum write-ahead, reached if this process pauses for that long. A value up to <see cref="WriteAhead"/> keeps the write-ahead
    /// fixed.
    /// </summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether <see cref="WriteAhead"/> comes from a measurement of this machine.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>Read-ahead of every track, 100 ms…1 min. Bridges delays of the disk.</summary>
    public TimeSpan ReadAhead { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether a separate thread reads the tracks. If not, the rendering thread must call <see cref="Player.Prepare"/> before every
    /// block; tracks are then never late, but rendering waits for the disk.
    /// </summary>
    public bool ReaderThread { get; init; } = true;

    /// <summary>Options of the mixer: limiter, meters.</summary>
    public MixerOptions Mixer { get; init; } = MixerOptions.Default;

    /// <summary>Receives exceptions of a sink that cannot be reported otherwise; the first one of each playback.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>
    /// Returns the options of a preset, with a write-ahead for the machine. <c>Lowest</c>: blocks of 128 frames; write-ahead covers 99.9
    /// % of the measured wake-ups. <c>Balanced</c>: 480 frames; covers all measured wake-ups. <c>Safe</c>: 1024 frames; covers four times
    /// the maximum, at least 200 ms. Without a measurement: 10, 40 and 200 ms.
    /// </summary>
    /// <param name="preset">The preset.</param>
    /// <param name="machine">The measured profile, for example <see cref="MachineProfile.Current"/>; <see langword="null"/> if there is
    /// no measurement.</param>
    internal static PlaybackOptions For(PlaybackPreset preset, MachineProfile? machine)
    {
        var (block, ahead, most) = preset switch
        {
            PlaybackPreset.Lowest => (128, machine?.ShortestAhead(128) ?? Ms(10), Ms(100)),
            PlaybackPreset.Safe => (1024, TimeSpan.FromTicks(Math.Max(Ms(200).Ticks, machine?.AmpleAhead(1024).Ticks ?? 0)), Ms(2000)),
            _ => (480, machine?.SafeAhead(480) ?? Ms(40), Ms(500)),
        };
        ahead = TimeSpan.FromTicks(Math.Min(ahead.Ticks, most.Ticks)); // a machine that needs more has another problem
        return new PlaybackOptions { BlockFrames = block, WriteAhead = ahead, MaxLag = most, IsMeasured = machine is not null };

        static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
    }

    internal void Validate()
    {
        Require(BlockFrames >= 16 && BlockFrames <= Mixer.MaxBlockFrames, "frames per block", BlockFrames,
            "16…4096, and at most the mixer's");
        Require(WriteAhead.TotalMilliseconds is >= 1 and <= 10_000, "ms written ahead", WriteAhead.TotalMilliseconds, "1…10000");
        Require(MaxLag.TotalMilliseconds is >= 0 and <= 10_000, "ms of maximum lag", MaxLag.TotalMilliseconds, "0…10000");
        Require(ReadAhead.TotalMilliseconds is >= 100 and <= 60_000, "ms read ahead", ReadAhead.TotalMilliseconds, "100…60000");
    }

    private static void Require(bool condition, string what, double value, string range)
    {
        if (condition) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{value} {what}"),
            $"outside {range}", "Use one of the presets: Lowest, Balanced, Safe");
    }
}
