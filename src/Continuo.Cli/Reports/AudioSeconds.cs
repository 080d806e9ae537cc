using Continuo.Audio;

namespace Continuo.Cli.Reports;

/// <summary>Frames in seconds, to a microsecond, as every report gives them.</summary>
internal static class AudioSeconds
{
    public static double Of(long frames, AudioFormat format) => Math.Round((double)frames / format.SampleRate, 6);
}
