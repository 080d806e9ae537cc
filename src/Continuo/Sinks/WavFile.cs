using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>Saves clips as WAV files.</summary>
internal static class WavFile
{
    /// <summary>Writes a clip. An earlier file is replaced only when everything is written, see <see cref="AtomicFile"/>.</summary>
    /// <param name="clip">The audio.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="sample">Sample type.</param>
    /// <param name="dither">Whether to add TPDF dither before rounding to 16 or 24 bits.</param>
    /// <exception cref="AudioException">It cannot be written; the code names the reason.</exception>
    public static void SaveWav(this AudioClip clip, string path, SampleType sample = SampleType.F32, bool dither = false)
    {
        ArgumentNullException.ThrowIfNull(clip);
        using var sink = new WavFileSink(path, sample, dither);
        sink.Open(clip.Format);
        sink.Write(clip.Samples);
        sink.Finish();
    }
}
