using System.Globalization;
using Continuo.Audio;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>Options of a <see cref="Mixer"/>. Immutable.</summary>
public sealed record MixerOptions
{
    /// <summary>Blocks of up to 4096 frames, level meters on every track, all meters on the master, limiter at −1 dBTP.</summary>
    public static readonly MixerOptions Default = new();

    /// <summary>Maximum block length, 1…65 536 frames. Every track buffers one block.</summary>
    public int MaxBlockFrames { get; init; } = 4096;

    /// <summary>Meters of every track.</summary>
    public MeterParts TrackMeters { get; init; } = MeterParts.Levels;

    /// <summary>Meters of every bus.</summary>
    public MeterParts BusMeters { get; init; } = MeterParts.Levels;

    /// <summary>Meters of the output.</summary>
    public MeterParts MasterMeters { get; init; } = MeterParts.All;

    /// <summary>Limiter after the master fader; <see langword="null"/> for none.</summary>
    public LimiterOptions? Limiter { get; init; } = LimiterOptions.Default;

    internal void Validate()
    {
        Limiter?.Validate();
        if (MaxBlockFrames is >= 1 and <= 65_536) return;
        throw new AudioException(AudioErrorCode.InvalidArgument,
            $"blocks of {MaxBlockFrames.ToString(CultureInfo.InvariantCulture)} frames", "outside 1…65536",
            "Use the output's block size, for example 512");
    }
}
