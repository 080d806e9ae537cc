using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Scenarios.Rooms;

/// <summary>What both mixing servers do in <see cref="AudioBridge"/>. Immutable.</summary>
/// <param name="Channels">1 or 2.</param>
internal sealed record BridgeOptions(int Channels)
{
    /// <summary>Complexity of the encoders: Janus's default.</summary>
    public const int Complexity = 4;

    /// <summary>Bits per second of a mix.</summary>
    public int BitRate => Channels == 1 ? 50_000 : 100_000;

    /// <summary>Format of the room.</summary>
    public AudioFormat Format => new(48_000, Channels);

    /// <summary>Preset of our mixes.</summary>
    public OpusPreset Preset => new("audiobridge", OpusApplication.Audio, new OpusSettings { BitRate = BitRate, Complexity = Complexity });
}
