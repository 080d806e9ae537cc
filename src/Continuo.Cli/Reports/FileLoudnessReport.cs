using Continuo.Audio;
using Continuo.Metering;

namespace Continuo.Cli.Reports;

/// <summary>Loudness of a source; <see langword="null"/> values for silence.</summary>
/// <param name="Source">Address of the source.</param>
/// <param name="Frames">Length in frames.</param>
/// <param name="Seconds">Length in seconds.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="IntegratedLufs">Integrated loudness, gated.</param>
/// <param name="MaxShortTermLufs">Maximum short-term loudness (3 s).</param>
/// <param name="MaxMomentaryLufs">Maximum momentary loudness (400 ms).</param>
/// <param name="RangeLu">Loudness range.</param>
/// <param name="TruePeakDb">Maximum true peak, in dBTP.</param>
internal sealed record FileLoudnessReport(
    string Source, long Frames, double Seconds, int SampleRate, int Channels, double? IntegratedLufs, double? MaxShortTermLufs,
        double? MaxMomentaryLufs, double? RangeLu, double? TruePeakDb)
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
