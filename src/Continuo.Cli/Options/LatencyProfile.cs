using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Playing;

namespace Continuo.Cli.Options;

/// <summary>Trade-off between latency and safety: chunk size of the capture, and buffering of devices.</summary>
internal sealed record LatencyProfile(string Name, PlaybackOptions Playback)
{
    private const int LowestChunksPerSecond = 400; // 2.5 ms

    /// <summary>Finds a profile by name.</summary>
    /// <param name="name"><see langword="null"/>: usual.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if there is none.</exception>
    public static LatencyProfile Named(string? name) => name switch
    {
        null or "usual" => new LatencyProfile("usual", For(PlaybackPreset.Balanced)),
        "lowest" => new LatencyProfile("lowest", For(PlaybackPreset.Lowest)),
        "safe" => new LatencyProfile("safe", For(PlaybackPreset.Safe)),
        _ =>
            throw new AudioException(AudioErrorCode.InvalidArgument, $"--profile {name}", "there is no such profile",
                "Use lowest, usual or safe"),
    };

    /// <summary>A preset with the measurements of this machine.</summary>
    public static PlaybackOptions For(PlaybackPreset preset) => PlaybackOptions.For(preset, MachineProfile.Current);

    /// <summary>Length of a captured chunk; <see langword="null"/>: 10 ms.</summary>
    /// <param name="rate">The requested sample rate, if any.</param>
    public int? ChunkFrames(int? rate) => Name == "lowest" ? (rate ?? AudioFormat.Default.SampleRate) / LowestChunksPerSecond : null;
}
