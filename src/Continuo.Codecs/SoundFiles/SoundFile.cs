using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Codecs.SoundFiles;

/// <summary>Loads and saves whole sound files as clips. Thread-safe; not real-time-safe.</summary>
public static class SoundFile
{
    /// <summary>Reads a sound file of any kind libsndfile knows into memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">How much of it at most; <see langword="null"/>: all.</param>
    /// <exception cref="AudioException">It cannot be read, is not audio, is damaged, or is too long for memory.</exception>
    public static AudioClip Load(string path, TimeSpan? limit = null)
    {
        using var source = new SoundFileSource(path);
        return source.ReadClip(limit);
    }

    /// <summary>
    /// Writes a clip to a file of the kind its extension names (.wav, .flac, .ogg, .opus); an earlier file is replaced only when all is
    /// written.
    /// </summary>
    /// <exception cref="AudioException">There is no such kind of file, or it cannot be written.</exception>
    public static void Save(AudioClip clip, string path, SampleType? sample = null)
    {
        ArgumentNullException.ThrowIfNull(clip);
        using var sink = SoundFileExtensions.CreateSink(AudioAddress.Parse($"file:{path}"), new SinkRequest(sample, SystemClock.Instance));
        sink.Open(clip.Format);
        sink.Write(clip.Samples);
        sink.Finish();
    }
}
