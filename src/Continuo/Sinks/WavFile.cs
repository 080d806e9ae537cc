using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>Saves clips as WAV files.</summary>
internal static class WavFile
{
    /// <summary>Writes a clip; an earlier file is replaced only when all is written, as <see cref="AtomicFile"/> says.</summary>
    /// <param name="clip">What to save.</param>
    /// <param name="path">Where to.</param>
    /// <param name="sample">How samples are stored.</param>
    /// <param name="dither">Whether to add TPDF dither before rounding to 16 or 24 bits.</param>
    /// <exception cref="AudioException">It cannot be written; the code says why.</exception>
    public static void SaveWav(this AudioClip clip, string path, SampleType sample = SampleType.F32, bool dither = false)
    {
        ArgumentNullException.ThrowIfNull(clip);
        using var sink = new WavFileSink(path, sample, dither);
        sink.Open(clip.Format);
        sink.Write(clip.Samples);
        sink.Finish();
    }
}
