using Continuo.Metering;

namespace Continuo.Cli.Reports;

/// <summary>How loud a file is; what silence does not have is left out.</summary>
/// <param name="File">Which.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="IntegratedLufs">Gated loudness of all of it.</param>
/// <param name="MaxShortTermLufs">The loudest 3 s.</param>
/// <param name="MaxMomentaryLufs">The loudest 400 ms.</param>
/// <param name="RangeLu">Loudness range.</param>
/// <param name="TruePeakDb">The highest true peak, in dBTP.</param>
internal sealed record FileLoudnessReport(string File, double Seconds, double? IntegratedLufs, double? MaxShortTermLufs, double? MaxMomentaryLufs, double? RangeLu, double? TruePeakDb)
{
    public static FileLoudnessReport Of(string file, double seconds, AudioMeter meter) => new(
        file,
        Math.Round(seconds, 3),
        LoudnessReport.Finite(meter.Loudness!.Integrated),
        LoudnessReport.Finite(meter.Loudness.MaxShortTerm),
        LoudnessReport.Finite(meter.Loudness.MaxMomentary),
        LoudnessReport.Finite(meter.Loudness.Range),
        LoudnessReport.Finite(meter.TruePeak!.MaxDb));
}
