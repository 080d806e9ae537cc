using System.Globalization;
using Continuo.Audio;

namespace Continuo.Cli.Options;

/// <summary>
/// Durations as users write them: <c>5s</c>, <c>500ms</c>, <c>1.5h</c>, <c>2m</c>, <c>1:30</c>, <c>1:02:03.5</c>; a plain number means
/// seconds.
/// </summary>
internal static class Durations
{
    /// <summary>Maximum duration.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(365);

    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("min", 60), ("m", 60), ("h", 3600),
        ("d", 86_400)];

    /// <summary>Parses a duration.</summary>
    /// <exception cref="AudioException">It is invalid, not positive, or longer than a year.</exception>
    public static TimeSpan Parse(string text)
    {
        if (!TryParse(text, out var time)) throw Invalid(text, "not a duration");
        if (time <= TimeSpan.Zero) throw Invalid(text, "the duration must be positive");
        if (time > Max) throw Invalid(text, "longer than a year");
        return time;
    }

    /// <summary>Whether a text has the form of a duration, whatever its value.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        var trimmed = text.Trim();
        var seconds = trimmed.Contains(':', StringComparison.Ordinal) ? Clock(trimmed) : WithUnit(trimmed);
        var known = seconds is { } s && Math.Abs(s) < TimeSpan.MaxValue.TotalSeconds / 2;
        time = known ? TimeSpan.FromSeconds(seconds!.Value) : default;
        return known;
    }

    /// <summary>For example <c>00:05.2</c> or <c>1:02:03.5</c>.</summary>
    public static string Show(TimeSpan time)
    {
        var format = time.TotalHours >= 1 ? @"h\:mm\:ss\.f" : @"mm\:ss\.f";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    private static double? WithUnit(string text)
    {
        foreach (var (unit, seconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) return Number(text[..^unit.Length]) * seconds;
        }

        return Number(text);
    }

    /// <summary>Minutes and seconds, optionally preceded by hours; only the seconds may have a fraction.</summary>
    private static double? Clock(string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 3) return null;
        var total = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            if (Number(parts[i]) is not { } part || part < 0 || (i > 0 && part >= 60) || (!isLast && part != Math.Truncate(part)))
            {
                return null;
            }

            total = (total * 60) + part;
        }

        return total;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out var number) ? number : null;

    private static AudioException Invalid(string text, string happened) =>
        new(AudioErrorCode.InvalidArgument, $"duration '{text}'", happened, "Write for example 500ms, 5s, 1:30 or 2h");
}
