using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Mixing;

/// <summary>Gain and mute of a bus or the master. Immutable.</summary>
public sealed record FaderSettings
{
    /// <summary>Maximum gain in decibels.</summary>
    public const double MaxGainDb = 12;

    /// <summary>0 dB, not muted.</summary>
    public static readonly FaderSettings Default = new();

    /// <summary>Gain in decibels, −∞…12.</summary>
    public double GainDb { get; init; }

    /// <summary>Whether the output is muted.</summary>
    public bool Mute { get; init; }

    /// <summary>The resulting gain factor.</summary>
    [RealTime]
    internal float Gain => Mute ? 0 : Decibels.ToGain(GainDb);

    internal void Validate() => CheckGain(GainDb);

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the gain is not a number or above 12
    /// dB.</exception>
    internal static void CheckGain(double db)
    {
        if (db <= MaxGainDb) return; // also −∞; not NaN
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            $"gain of {db.ToString(CultureInfo.InvariantCulture)} dB",
            $"outside -∞…{MaxGainDb.ToString(CultureInfo.InvariantCulture)} dB",
            "Use 0 for unchanged, -6 for half the amplitude, -inf for silence");
    }
}
