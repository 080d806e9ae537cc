using Continuo.Audio;

namespace Continuo.Codecs.Opus;

/// <summary>A named quality: what the encoder is made for, and its settings. Within a family each preset has a higher bit rate than the one before and no setting that costs quality. Immutable.</summary>
/// <param name="Name">As in addresses and on the command line: <c>high</c>, <c>voice-low</c>.</param>
/// <param name="Application">What the encoder is made for.</param>
/// <param name="Settings">How it encodes.</param>
public sealed record OpusPreset(string Name, OpusApplication Application, OpusSettings Settings)
{
    /// <summary>Music and system sound, from the lowest bit rate to the highest: 48, 80, 128, 160 kb/s.</summary>
    public static IReadOnlyList<OpusPreset> Audio { get; } = [Sound("low", 48, 8), Sound("medium", 80, 9), Sound("high", 128, 10), Sound("ultra", 160, 10)];

    /// <summary>Speech, from the lowest bit rate to the highest: 24, 40, 64, 80 kb/s.</summary>
    public static IReadOnlyList<OpusPreset> Voice { get; } = [Speech("voice-low", 24, 8), Speech("voice-medium", 40, 9), Speech("voice-high", 64, 10), Speech("voice-ultra", 80, 10)];

    /// <summary>
    /// Musicians playing together (<c>live</c>): 160 kb/s with a look-ahead of 2.5 ms instead of 6.5 (OPUS_APPLICATION_RESTRICTED_LOWDELAY). No in-band copies,
    /// and no gain for speech at low rates.
    /// </summary>
    public static OpusPreset Live { get; } = new("live", OpusApplication.LowDelay, new OpusSettings { BitRate = 160_000, Complexity = 10 });

    /// <summary>What is used if nothing is said: <c>high</c>.</summary>
    public static OpusPreset Standard => Audio[2];

    /// <summary>The preset of a name.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if there is none.</exception>
    public static OpusPreset Named(string name)
    {
        foreach (var preset in Audio.Concat(Voice).Append(Live))
        {
            if (preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return preset;
        }

        throw new AudioException(
            AudioErrorCode.InvalidArgument, $"preset '{name}'", "there is no such preset", $"Use {string.Join(", ", Audio.Concat(Voice).Append(Live).Select(p => p.Name))}");
    }

    private static OpusPreset Sound(string name, int kilobits, int complexity) =>
        new(name, OpusApplication.Audio, new OpusSettings { BitRate = kilobits * 1000, Complexity = complexity });

    private static OpusPreset Speech(string name, int kilobits, int complexity) =>
        new(name, OpusApplication.Voice, new OpusSettings { BitRate = kilobits * 1000, Complexity = complexity, Signal = OpusSignal.Voice });
}
