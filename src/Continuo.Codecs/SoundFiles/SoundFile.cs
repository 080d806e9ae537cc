using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Codecs.SoundFiles;

/// <summary>Loads and saves whole sound files as clips. Thread-safe; not real-time-safe.</summary>
public static class SoundFile
{
    /// <summary>Reads a sound file of any format libsndfile supports into memory.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="limit">Maximum duration to read; <see langword="null"/>: the whole file.</param>
    /// <exception cref="AudioException">The file cannot be read, is not audio, is damaged, or does not fit into memory.</exception>
    public static AudioClip Load(string path, TimeSpan? limit = null)
    {
        using var source = new SoundFileSource(path);
        return source.ReadClip(limit);
    }

    /// <summary>
    /// Writes a clip to a file. The extension selects the format (.wav, .flac, .ogg, .opus). An existing file is replaced only after the
    /// new one is complete.
    /// </summary>
    /// <exception cref="AudioException">The format is not supported, or the file cannot be written.</exception>
    public static void Save(AudioClip clip, string path, SampleType? sample = null)
    {
        ArgumentNullException.ThrowIfNull(clip);
        using var sink = SoundFileExtensions.CreateSink(AudioAddress.Parse($"file:{path}"), new SinkRequest(sample, SystemClock.Instance));
        sink.Open(clip.Format);
        sink.Write(clip.Samples);
        sink.Finish();
    }
}
