using System.Globalization;
using Continuo.Audio;

namespace Continuo.Rtp.Latency;

/// <summary>Level and interval of a <see cref="LatencyMarker"/>. Immutable.</summary>
internal sealed record MarkerOptions
{
    /// <summary>A masked marker: 22 dB below the audio, but within −60…−30 dBFS.</summary>
    public static readonly MarkerOptions Hidden = new();

    /// <summary>An audible marker at −20 dBFS, for loudspeakers and microphones.</summary>
    public static readonly MarkerOptions Audible = new() { MinLevelDb = -20, MaxLevelDb = -20 };

    /// <summary>Level relative to the audio, in dB (mean power).</summary>
    public double BelowAudioDb { get; init; } = -22;

    /// <summary>Minimum level in dBFS (mean power).</summary>
    public double MinLevelDb { get; init; } = -60;

    /// <summary>Maximum level in dBFS (mean power).</summary>
    public double MaxLevelDb { get; init; } = -30;

    /// <summary>Interval between the starts of two markers, 1.5 s…1 min; must exceed the longest expected latency.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    internal void Validate()
    {
        Require(BelowAudioDb is >= -60 and <= 0, "dB relative to the audio", BelowAudioDb, "-60…0");
        Require(MinLevelDb is >= -100 and <= 0, "dBFS minimum", MinLevelDb, "-100…0");
        Require(MaxLevelDb >= MinLevelDb && MaxLevelDb <= 0, "dBFS maximum", MaxLevelDb, "the minimum level…0");
        Require(Interval.TotalSeconds is >= 1.5 and <= 60, "s interval of markers", Interval.TotalSeconds, "1.5…60");
    }

    private static void Require(bool condition, string what, double value, string range)
    {
        if (condition) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{value} {what}"),
            $"outside {range}", "Use MarkerOptions.Hidden or MarkerOptions.Audible");
    }
}
