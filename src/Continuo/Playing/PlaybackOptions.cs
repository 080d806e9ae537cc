using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Mixing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Continuo.Playing;

/// <summary>How a <see cref="Player"/> reads and a <see cref="Playback"/> writes. Immutable.</summary>
public sealed record PlaybackOptions : BlockOptions
{
    /// <summary>The default: blocks of 480 frames, written 40 ms ahead.</summary>
    public static readonly PlaybackOptions Balanced = For(PlaybackPreset.Balanced, null);

    /// <summary>Lowest latency: blocks of 128 frames, written 10 ms ahead.</summary>
    public static readonly PlaybackOptions Lowest = For(PlaybackPreset.Lowest, null);

    /// <summary>For a busy machine or a process that collects garbage: blocks of 1024 frames, written 200 ms ahead.</summary>
    public static readonly PlaybackOptions Safe = For(PlaybackPreset.Safe, null);

    /// <summary>How much is written ahead at the least, 1 ms…10 s. Not for a device whose address says how much it holds.</summary>
    public TimeSpan WriteAhead { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How much may be written ahead at the most, if this process pauses for so long. As much as <see cref="WriteAhead"/>, or less: it never changes.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether <see cref="WriteAhead"/> comes from a measurement of this machine.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>How much of every track is read ahead of the mix, 100 ms…1 min: what the disk may be late.</summary>
    public TimeSpan ReadAhead { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a thread reads the tracks. Without, whoever renders calls <see cref="Player.Prepare"/> before every block: nothing is ever late, but the disk is waited for.</summary>
    public bool ReaderThread { get; init; } = true;

    /// <summary>The mixer's: limiter, meters.</summary>
    public MixerOptions Mixer { get; init; } = MixerOptions.Default;

    /// <summary>Where it is told that a sink has thrown where nothing else can be told of it, the first time for each playback.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>
    /// A preset for a machine. <c>Lowest</c>: blocks of 128 frames, ahead by what 99.9 % of its wake-ups need. <c>Balanced</c>: 480 frames, ahead by what all
    /// of them needed. <c>Safe</c>: 1024 frames, ahead by four times that, 200 ms at the least. Nothing being measured, 10, 40 and 200 ms.
    /// </summary>
    /// <param name="preset">Which one.</param>
    /// <param name="machine">The measured profile, for example <see cref="MachineProfile.Current"/>; <see langword="null"/> for the figures above.</param>
    public static PlaybackOptions For(PlaybackPreset preset, MachineProfile? machine)
    {
        var (block, ahead, most) = preset switch
        {
            PlaybackPreset.Lowest => (128, machine?.ShortestAhead(128) ?? Ms(10), Ms(100)),
            PlaybackPreset.Safe => (1024, TimeSpan.FromTicks(Math.Max(Ms(200).Ticks, machine?.AmpleAhead(1024).Ticks ?? 0)), Ms(2000)),
            _ => (480, machine?.SafeAhead(480) ?? Ms(40), Ms(500)),
        };
        ahead = TimeSpan.FromTicks(Math.Min(ahead.Ticks, most.Ticks)); // who needs more has another problem
        return new PlaybackOptions { BlockFrames = block, WriteAhead = ahead, MaxLag = most, IsMeasured = machine is not null };

        static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
    }

    internal void Validate()
    {
        Require(BlockFrames >= 16 && BlockFrames <= Mixer.MaxBlockFrames, "frames per block", BlockFrames, "16…4096, and no more than the mixer's");
        Require(WriteAhead.TotalMilliseconds is >= 1 and <= 10_000, "ms written ahead", WriteAhead.TotalMilliseconds, "1…10000");
        Require(MaxLag.TotalMilliseconds is >= 0 and <= 10_000, "ms of lag at the most", MaxLag.TotalMilliseconds, "0…10000");
        Require(ReadAhead.TotalMilliseconds is >= 100 and <= 60_000, "ms read ahead", ReadAhead.TotalMilliseconds, "100…60000");
    }

    private static void Require(bool condition, string what, double value, string range)
    {
        if (condition) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{value} {what}"), $"outside {range}", "Use one of the presets: Lowest, Balanced, Safe");
    }
}
