using System.Globalization;
using Continuo.Audio;

namespace Continuo.Cli.Options;

/// <summary>Volumes as users write them: <c>0.5</c>, <c>50%</c>, <c>-6dB</c>.</summary>
internal static class VolumeLevels
{
    /// <summary>Parses a factor on the mixer's scale; 1 is unchanged. Decibels are those of the mixer's cubic scale.</summary>
    /// <exception cref="AudioException">The text is invalid.</exception>
    public static double Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.EndsWith('%')) return Number(text, trimmed[..^1]) / 100;
        if (trimmed.EndsWith("dB", StringComparison.OrdinalIgnoreCase)) return Math.Pow(10, Number(text, trimmed[..^2]) / 60);
        return Number(text, trimmed);
    }

    private static double Number(string text, string number)
    {
        if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
        {
            return value;
        }

        throw new AudioException(AudioErrorCode.InvalidArgument, $"volume '{text}'", "not a volume",
            "Write 0.5, 50%, -6dB, mute or unmute");
    }
}
