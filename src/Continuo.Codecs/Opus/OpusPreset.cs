using Continuo.Audio;

namespace Continuo.Codecs.Opus;

/// <summary>
/// A named quality: an application mode and encoder settings. Within a family, quality and bit rate rise from preset to preset.
/// Immutable.
/// </summary>
/// <param name="Name">Name as used in addresses and on the command line, such as <c>high</c> or <c>voice-low</c>.</param>
/// <param name="Application">Application mode of the encoder.</param>
/// <param name="Settings">Settings of the encoder.</param>
public sealed record OpusPreset(string Name, OpusApplication Application, OpusSettings Settings)
{
    /// <summary>Music and system sound, from the lowest bit rate to the highest: 48, 80, 128, 160 kb/s.</summary>
    public static IReadOnlyList<OpusPreset> Audio { get; } = [General("low", 48, 8), General("medium", 80, 9), General("high", 128, 10),
        General("ultra", 160, 10)];

    /// <summary>Speech, from the lowest bit rate to the highest: 24, 40, 64, 80 kb/s.</summary>
    public static IReadOnlyList<OpusPreset> Voice { get; } = [Speech("voice-low", 24, 8), Speech("voice-medium", 40, 9),
        Speech("voice-high", 64, 10), Speech("voice-ultra", 80, 10)];

    /// <summary>
    /// For musicians playing together (<c>live</c>): 160 kb/s with a look-ahead of 2.5 ms instead of 6.5
    /// (OPUS_APPLICATION_RESTRICTED_LOWDELAY). No in-band FEC and no speech modes.
    /// </summary>
    public static OpusPreset Live { get; } = new("live", OpusApplication.LowDelay, new OpusSettings { BitRate = 160_000, Complexity = 10 });

    /// <summary>The default preset: <c>high</c>.</summary>
    public static OpusPreset Standard => Audio[2];

    /// <summary>Returns the preset with a name.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if there is none.</exception>
    public static OpusPreset Named(string name)
    {
        foreach (var preset in Audio.Concat(Voice).Append(Live))
        {
            if (preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return preset;
        }

        throw new AudioException(
            AudioErrorCode.InvalidArgument, $"preset '{name}'", "there is no such preset",
                $"Use {string.Join(", ", Audio.Concat(Voice).Append(Live).Select(p => p.Name))}");
    }

    private static OpusPreset General(string name, int kilobits, int complexity) =>
        new(name, OpusApplication.Audio, new OpusSettings { BitRate = kilobits * 1000, Complexity = complexity });

    private static OpusPreset Speech(string name, int kilobits, int complexity) =>
        new(name, OpusApplication.Voice,
            new OpusSettings { BitRate = kilobits * 1000, Complexity = complexity, Signal = OpusSignal.Voice });
}
