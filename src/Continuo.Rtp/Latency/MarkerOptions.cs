using System.Globalization;
using Continuo.Audio;

namespace Continuo.Rtp.Latency;

/// <summary>How loud and how often a <see cref="LatencyMarker"/> is. Immutable.</summary>
internal sealed record MarkerOptions
{
    /// <summary>Hidden: 22 dB below the audio it is added to, −60 dBFS at least and −30 at most.</summary>
    public static readonly MarkerOptions Hidden = new();

    /// <summary>Plainly heard, at −20 dBFS: for loudspeakers and microphones.</summary>
    public static readonly MarkerOptions Audible = new() { MinLevelDb = -20, MaxLevelDb = -20 };

    /// <summary>Its level relative to the audio it is added to, in decibels (mean power).</summary>
    public double BelowAudioDb { get; init; } = -22;

    /// <summary>Its least level, in dBFS (mean power).</summary>
    public double MinLevelDb { get; init; } = -60;

    /// <summary>Its greatest level, in dBFS (mean power).</summary>
    public double MaxLevelDb { get; init; } = -30;

    /// <summary>From the beginning of one to that of the next: more than the longest latency that is looked for; 1.5 s…1 min.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    internal void Validate()
    {
        Require(BelowAudioDb is >= -60 and <= 0, "dB to the audio", BelowAudioDb, "-60…0");
        Require(MinLevelDb is >= -100 and <= 0, "dBFS at least", MinLevelDb, "-100…0");
        Require(MaxLevelDb >= MinLevelDb && MaxLevelDb <= 0, "dBFS at most", MaxLevelDb, "the least level…0");
        Require(Interval.TotalSeconds is >= 1.5 and <= 60, "s from marker to marker", Interval.TotalSeconds, "1.5…60");
    }

    private static void Require(bool condition, string what, double value, string range)
    {
        if (condition) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{value} {what}"), $"outside {range}", "Use MarkerOptions.Hidden or MarkerOptions.Audible");
    }
}
