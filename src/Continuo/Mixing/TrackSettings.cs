using System.Globalization;
using Continuo.Audio;

namespace Continuo.Mixing;

/// <summary>Gain, pan, mute and solo of a track. Immutable.</summary>
public sealed record TrackSettings
{
    /// <summary>0 dB, centre, neither muted nor solo.</summary>
    public static readonly TrackSettings Default = new();

    /// <summary>Gain in decibels, −∞…12.</summary>
    public double GainDb { get; init; }

    /// <summary>Pan position from −1 (left) to 1 (right), according to <see cref="PanLaw"/>.</summary>
    public double Pan { get; init; }

    /// <summary>Whether the track is muted. Overrides solo.</summary>
    public bool Mute { get; init; }

    /// <summary>Whether the track is soloed. If any track is, only soloed tracks are heard.</summary>
    public bool Solo { get; init; }

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range,
    /// <see cref="AudioErrorCode.Unsupported"/> if there is no left and right to pan between.</exception>
    internal void Validate(int mixChannels)
    {
        FaderSettings.CheckGain(GainDb);
        if (!(Pan is >= -1 and <= 1))
        {
            throw Bad(AudioErrorCode.InvalidArgument, "outside -1…1", "Use -1 for left, 0 for the centre, 1 for right");
        }

        if (Pan != 0 && mixChannels != 2)
        {
            throw Bad(AudioErrorCode.Unsupported, $"the mix has {mixChannels} channels", "Pan in a stereo mix, or leave it at 0");
        }
    }

    private AudioException Bad(AudioErrorCode code, string happened, string remedy) =>
        new(code, $"pan {Pan.ToString(CultureInfo.InvariantCulture)}", happened, remedy);
}
