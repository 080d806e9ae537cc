using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Server.Http;

/// <summary>Numbers as the contract writes them: rounded, and <see langword="null"/> for what JSON has no number for.</summary>
internal static class Numbers
{
    /// <summary>A duration in milliseconds, to the microsecond.</summary>
    public static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);

    /// <summary>A duration in seconds, to the millisecond.</summary>
    public static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    /// <summary>Nanoseconds in milliseconds, to the microsecond.</summary>
    public static double NanosecondsToMs(long nanoseconds) => Math.Round(nanoseconds / 1e6, 3);

    /// <summary>A level in decibels, to a tenth of a decibel's tenth; <see langword="null"/> for silence.</summary>
    public static double? Db(double db) => double.IsFinite(db) ? Math.Round(db, 2) : null;

    /// <summary>A magnitude as a level in decibels; <see langword="null"/> for silence.</summary>
    public static double? DbOf(float magnitude) => Db(Decibels.FromGain(magnitude));

    /// <summary>The three quantiles and the maximum of a histogram of nanoseconds, in milliseconds.</summary>
    public static (double P50, double P99, double P999, double Max) Quantiles(HistogramSnapshot histogram) =>
        (NanosecondsToMs(histogram.P50), NanosecondsToMs(histogram.P99), NanosecondsToMs(histogram.P999), NanosecondsToMs(histogram.Max));
}
