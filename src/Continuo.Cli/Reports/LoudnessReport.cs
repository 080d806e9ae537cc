using Continuo.Metering;

namespace Continuo.Cli.Reports;

/// <summary>Loudness in LUFS (EBU R 128); left out for silence.</summary>
internal sealed record LoudnessReport(double? Momentary, double? ShortTerm, double? Integrated)
{
    public static LoudnessReport Of(LoudnessMeter meter) => new(Finite(meter.Momentary), Finite(meter.ShortTerm), Finite(meter.Integrated));

    /// <summary>A number that JSON knows, to a hundredth; infinities and what is not a number become nothing.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? Math.Round(value, 2) : null;
}
