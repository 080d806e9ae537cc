using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Mixing;

namespace Continuo.Playing;

/// <summary>How a <see cref="Player"/> reads and a <see cref="Playback"/> writes. Immutable.</summary>
public sealed record PlaybackOptions
{
    /// <summary>10 ms blocks, 40 ms written ahead.</summary>
    public static readonly PlaybackOptions Balanced = new();

    /// <summary>The shortest way to the ear, for the engine's process: 128-frame blocks, 10 ms written ahead.</summary>
    public static readonly PlaybackOptions Lowest = new() { BlockFrames = 128, WriteAhead = TimeSpan.FromMilliseconds(10) };

    /// <summary>For a busy machine or a process that collects garbage: 1024-frame blocks, 200 ms written ahead.</summary>
    public static readonly PlaybackOptions Safe = new() { BlockFrames = 1024, WriteAhead = TimeSpan.FromMilliseconds(200) };

    /// <summary>How many frames are mixed at once, 16…4096.</summary>
    public int BlockFrames { get; init; } = 480;

    /// <summary>How much a sink that is paced by the clock holds; devices hold what they were opened with. 1 ms…10 s.</summary>
    public TimeSpan WriteAhead { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How much of every track is read ahead of the mix, 100 ms…1 min: what the disk may be late.</summary>
    public TimeSpan ReadAhead { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a thread reads the tracks. Without, whoever renders calls <see cref="Player.Prepare"/> before every block: nothing is ever late, but the disk is waited for.</summary>
    public bool ReaderThread { get; init; } = true;

    /// <summary>The mixer's: limiter, meters.</summary>
    public MixerOptions Mixer { get; init; } = MixerOptions.Default;

    /// <summary>The clock that positions are told by and threads wait with.</summary>
    public MonotonicClock Clock { get; init; } = SystemClock.Instance;

    internal void Validate()
    {
        Require(BlockFrames >= 16 && BlockFrames <= Mixer.MaxBlockFrames, "frames per block", BlockFrames, "16…4096, and no more than the mixer's");
        Require(WriteAhead.TotalMilliseconds is >= 1 and <= 10_000, "ms written ahead", WriteAhead.TotalMilliseconds, "1…10000");
        Require(ReadAhead.TotalMilliseconds is >= 100 and <= 60_000, "ms read ahead", ReadAhead.TotalMilliseconds, "100…60000");
    }

    private static void Require(bool condition, string what, double value, string range)
    {
        if (condition) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{value} {what}"), $"outside {range}", "Use one of the presets: Lowest, Balanced, Safe");
    }
}
