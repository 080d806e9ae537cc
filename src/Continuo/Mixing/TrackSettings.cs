using System.Globalization;
using Continuo.Audio;

namespace Continuo.Mixing;

/// <summary>How a track is heard. Immutable.</summary>
public sealed record TrackSettings
{
    /// <summary>0 dB, in the centre, neither muted nor solo.</summary>
    public static readonly TrackSettings Default = new();

    /// <summary>In decibels, −∞…12.</summary>
    public double GainDb { get; init; }

    /// <summary>From −1 (left) through 0 to 1 (right), by the laws of <see cref="PanLaw"/>.</summary>
    public double Pan { get; init; }

    /// <summary>Whether the track is silent, whatever is solo.</summary>
    public bool Mute { get; init; }

    /// <summary>Whether only this track and others that are solo are heard.</summary>
    public bool Solo { get; init; }

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range, <see cref="AudioErrorCode.Unsupported"/> if there is no left and right to pan between.</exception>
    internal void Validate(int mixChannels)
    {
        FaderSettings.CheckGain(GainDb);
        if (!(Pan is >= -1 and <= 1)) throw Bad(AudioErrorCode.InvalidArgument, "outside -1…1", "Use -1 for left, 0 for the centre, 1 for right");
        if (Pan != 0 && mixChannels != 2) throw Bad(AudioErrorCode.Unsupported, $"the mix has {mixChannels} channels", "Pan in a stereo mix, or leave it at 0");
    }

    private AudioException Bad(AudioErrorCode code, string happened, string remedy) =>
        new(code, $"pan {Pan.ToString(CultureInfo.InvariantCulture)}", happened, remedy);
}
