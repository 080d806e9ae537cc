using System.Globalization;
using Continuo.Audio;

namespace Continuo.Mixing;

/// <summary>Options of a <see cref="LookAheadLimiter"/>. Immutable.</summary>
public sealed record LimiterOptions
{
    /// <summary>−1 dBTP, 3 ms of look-ahead, 100 ms of release.</summary>
    public static readonly LimiterOptions Default = new();

    /// <summary>Maximum true peak of the output in dBTP, −40…0. EBU R 128 requires −1.</summary>
    public double CeilingDb { get; init; } = -1;

    /// <summary>Time in which the gain is reduced before a peak, 1…20 ms. Adds to the latency.</summary>
    public TimeSpan LookAhead { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Time constant of the gain's recovery, 1 ms…10 s.</summary>
    public TimeSpan Release { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Checks all values.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> naming the first that is out of range.</exception>
    internal void Validate()
    {
        if (!(CeilingDb is >= -40 and <= 0)) throw Invalid("ceiling", CeilingDb, "dBTP", "-40…0", "Use -1");
        if (LookAhead.TotalMilliseconds is < 1 or > 20) throw Invalid("look-ahead", LookAhead.TotalMilliseconds, "ms", "1…20", "Use 3");
        if (Release.TotalMilliseconds is < 1 or > 10_000) throw Invalid("release", Release.TotalMilliseconds, "ms", "1…10000", "Use 100");
    }

    private static AudioException Invalid(string what, double value, string unit, string range, string remedy) =>
        new(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"limiter {what} {value} {unit}"),
            $"outside {range} {unit}", $"{remedy} {unit}");
}
