using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Playing;

namespace Continuo.Cli.Options;

/// <summary>How much latency a command accepts for how much safety: the chunks that are captured, and how devices are written to.</summary>
internal sealed record LatencyProfile(string Name, PlaybackOptions Playback)
{
    private const int LowestChunksPerSecond = 400; // 2.5 ms

    /// <summary>The profile of a name.</summary>
    /// <param name="name"><see langword="null"/>: usual.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if there is none.</exception>
    public static LatencyProfile Named(string? name) => name switch
    {
        null or "usual" => new LatencyProfile("usual", For(PlaybackPreset.Balanced)),
        "lowest" => new LatencyProfile("lowest", For(PlaybackPreset.Lowest)),
        "safe" => new LatencyProfile("safe", For(PlaybackPreset.Safe)),
        _ => throw new AudioException(AudioErrorCode.InvalidArgument, $"--profile {name}", "there is no such profile", "Use lowest, usual or safe"),
    };

    /// <summary>A preset with what was measured of this machine.</summary>
    public static PlaybackOptions For(PlaybackPreset preset) => PlaybackOptions.For(preset, MachineProfile.Current);

    /// <summary>The length of a captured chunk; <see langword="null"/>: 10 ms.</summary>
    /// <param name="rate">The sample rate that was asked for, if one was.</param>
    public int? ChunkFrames(int? rate) => Name == "lowest" ? (rate ?? AudioFormat.Default.SampleRate) / LowestChunksPerSecond : null;
}
