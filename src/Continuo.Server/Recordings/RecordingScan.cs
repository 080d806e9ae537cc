using Continuo.Audio;
using Continuo.Client.Contract.Recordings;
using Continuo.Codecs.SoundFiles;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Server.Recordings;

/// <summary>Finds out from a sound file what a list of recordings shows of it. Reads the whole file.</summary>
internal static class RecordingScan
{
    private const int BlockFrames = 8192;

    /// <summary>Reads a complete file.</summary>
    /// <returns>What was found; a file that is no audio has failed, with the reason.</returns>
    public static RecordingDocument Read(FileInfo file)
    {
        var document = new RecordingDocument { State = RecordingState.Finished, StartedAt = file.LastWriteTimeUtc };
        try
        {
            using var reader = SoundFileReader.Open(file.FullName);
            var summary = new SignalSummary(reader.Format);
            var failure = ReadTo(reader, summary.Process);
            document = document with
            {
                State = failure is null ? RecordingState.Finished : RecordingState.Failed,
                Failure = failure?.Message,
                StartedAt = document.StartedAt - summary.Duration,
            };
            return With(document, summary, reader.Format);
        }
        catch (AudioException e)
        {
            return document with { State = RecordingState.Failed, Failure = e.Message };
        }
    }

    /// <summary>
    /// Reads a file whose writer was killed. One that says a wrong length, and can be written again without a loss, is written again.
    /// </summary>
    /// <param name="file">The file; written again in its place.</param>
    /// <param name="system">Creates the sink that writes it.</param>
    /// <returns>What was found; <see langword="null"/> if no frame can be read.</returns>
    public static RecordingDocument? Repair(FileInfo file, AudioSystem system)
    {
        AudioFormat format;
        SignalSummary summary;
        long frames;
        try
        {
            using var reader = SoundFileReader.Open(file.FullName);
            (format, summary, frames) = (reader.Format, new SignalSummary(reader.Format), reader.Frames);
            ReadTo(reader, summary.Process); // a torn last block is what is expected
        }
        catch (AudioException)
        {
            return null;
        }

        if (summary.Duration == TimeSpan.Zero) return null;
        var isWrong = frames != format.ToFrames(summary.Duration);
        if (isWrong && Path.GetExtension(file.Name) is ".flac" or ".wav") Rewrite(file, system);
        return With(
            new RecordingDocument { State = RecordingState.Failed, StartedAt = file.LastWriteTimeUtc - summary.Duration },
            summary,
            format);
    }

    /// <summary>The summary's part of a document.</summary>
    public static RecordingDocument With(RecordingDocument document, SignalSummary summary, AudioFormat format) => document with
    {
        DurationSeconds = Http.Numbers.Seconds(summary.Duration),
        Channels = format.Channels,
        SampleRate = format.SampleRate,
        PeakDb = summary.PeakDb,
        LoudnessLufs = summary.LoudnessLufs,
        Overview = summary.Overview.ToBytes(),
    };

    private static void Rewrite(FileInfo file, AudioSystem system)
    {
        using var reader = SoundFileReader.Open(file.FullName);
        // Written beside it, and replaces it when it is complete.
        using var sink = system.CreateSink(AudioAddress.OfFile(file.FullName), new SinkRequest(null, Clocks.SystemClock.Instance));
        sink.Open(reader.Format);
        ReadTo(reader, sink.Write);
        sink.Finish();
    }

    private static AudioException? ReadTo(SoundFileReader reader, Action<float[], int> take)
    {
        var block = new float[BlockFrames * reader.Format.Channels];
        try
        {
            while (reader.Read(block) is > 0 and var frames) take(block, frames * reader.Format.Channels);
            return null;
        }
        catch (AudioException e)
        {
            return e; // reported after everything that can be decoded has been read
        }
    }

    private static AudioException? ReadTo(SoundFileReader reader, TakeSamples take) =>
        ReadTo(reader, (block, samples) => take(block.AsSpan(0, samples)));

    private delegate void TakeSamples(ReadOnlySpan<float> samples);
}
