using System.Globalization;
using Continuo.Audio;
using Continuo.Metering;

namespace Continuo.Mixing;

/// <summary>How a <see cref="Mixer"/> is built. Immutable.</summary>
public sealed record MixerOptions
{
    /// <summary>Blocks of up to 4096 frames, levels of every track, everything of the master, limited to −1 dBTP.</summary>
    public static readonly MixerOptions Default = new();

    /// <summary>The longest block that can be rendered, 1…65 536 frames. Every track keeps one.</summary>
    public int MaxBlockFrames { get; init; } = 4096;

    /// <summary>What is measured of every track.</summary>
    public MeterParts TrackMeters { get; init; } = MeterParts.Levels;

    /// <summary>What is measured of every bus.</summary>
    public MeterParts BusMeters { get; init; } = MeterParts.Levels;

    /// <summary>What is measured of the output.</summary>
    public MeterParts MasterMeters { get; init; } = MeterParts.All;

    /// <summary>The limiter behind the master; <see langword="null"/> for none.</summary>
    public LimiterOptions? Limiter { get; init; } = LimiterOptions.Default;

    internal void Validate()
    {
        Limiter?.Validate();
        if (MaxBlockFrames is >= 1 and <= 65_536) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, $"blocks of {MaxBlockFrames.ToString(CultureInfo.InvariantCulture)} frames", "outside 1…65536", "Use what the output asks for at a time, for example 512");
    }
}
