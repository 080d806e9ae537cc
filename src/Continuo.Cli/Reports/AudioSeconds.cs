using Continuo.Audio;

namespace Continuo.Cli.Reports;

/// <summary>Converts frames to seconds, rounded to a microsecond, for all reports.</summary>
internal static class AudioSeconds
{
    public static double Of(long frames, AudioFormat format) => Math.Round((double)frames / format.SampleRate, 6);
}
