using Continuo.Metering;

namespace Continuo.Cli.Reports;

/// <summary>Loudness (EBU R 128); <see langword="null"/> for silence.</summary>
/// <param name="MomentaryLufs">Over the last 400 ms.</param>
/// <param name="ShortTermLufs">Over the last 3 s.</param>
/// <param name="IntegratedLufs">Gated, since the start or the last reset.</param>
internal sealed record LoudnessReport(double? MomentaryLufs, double? ShortTermLufs, double? IntegratedLufs)
{
    /// <summary>Lower levels are silence: decaying filters reach some hundred decibels less in floats.</summary>
    private const double SilenceDb = -150;

    public static LoudnessReport Of(LoudnessMeter meter) => new(Level(meter.Momentary), Level(meter.ShortTerm), Level(meter.Integrated));

    /// <summary>A level or loudness rounded to a hundredth; <see langword="null"/> for silence.</summary>
    public static double? Level(double db) => db < SilenceDb ? null : Finite(db);

    /// <summary>A number rounded to a hundredth; <see langword="null"/> for infinities and NaN, which JSON does not have.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? Math.Round(value, 2) : null;
}
