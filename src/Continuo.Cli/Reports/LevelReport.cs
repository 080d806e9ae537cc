using Continuo.Audio;
using Continuo.Metering;

namespace Continuo.Cli.Reports;

/// <summary>One channel's level in dBFS; <see langword="null"/> for silence.</summary>
/// <param name="PeakDb">Peak with slow decay.</param>
/// <param name="RmsDb">RMS of the last 300 ms.</param>
/// <param name="MaxPeakDb">Maximum peak since the start.</param>
/// <param name="Clipped">Whether full scale has been reached since the start.</param>
internal sealed record LevelReport(double? PeakDb, double? RmsDb, double? MaxPeakDb, bool Clipped)
{
    public static LevelReport Of(LevelMeter meter, int channel) =>
        new(Db(meter.Peak(channel)), Db(meter.Rms(channel)), Db(meter.MaxPeak(channel)), meter.MaxPeak(channel) >= 1);

    private static double? Db(float amplitude) => LoudnessReport.Level(Decibels.FromGain(amplitude));
}
