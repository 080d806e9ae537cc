using Continuo.Audio;
using Continuo.Metering;

namespace Continuo.Cli.Reports;

/// <summary>How loud a source is; <see langword="null"/> for what silence does not have.</summary>
/// <param name="Source">Which.</param>
/// <param name="Frames">How long it is.</param>
/// <param name="Seconds">The same in seconds.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="IntegratedLufs">Gated loudness of all of it.</param>
/// <param name="MaxShortTermLufs">The loudest 3 s.</param>
/// <param name="MaxMomentaryLufs">The loudest 400 ms.</param>
/// <param name="RangeLu">Loudness range.</param>
/// <param name="TruePeakDb">The highest true peak, in dBTP.</param>
internal sealed record FileLoudnessReport(
    string Source, long Frames, double Seconds, int SampleRate, int Channels, double? IntegratedLufs, double? MaxShortTermLufs, double? MaxMomentaryLufs, double? RangeLu, double? TruePeakDb)
{
    public static FileLoudnessReport Of(string source, long frames, AudioFormat format, AudioMeter meter) => new(
        source,
        frames,
        Reports.AudioSeconds.Of(frames, format),
        format.SampleRate,
        format.Channels,
        LoudnessReport.Level(meter.Loudness!.Integrated),
        LoudnessReport.Level(meter.Loudness.MaxShortTerm),
        LoudnessReport.Level(meter.Loudness.MaxMomentary),
        LoudnessReport.Finite(meter.Loudness.Range),
        LoudnessReport.Level(meter.TruePeak!.MaxDb));
}
