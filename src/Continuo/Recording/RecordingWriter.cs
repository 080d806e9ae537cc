using Continuo.Audio;
using Continuo.Sinks;

namespace Continuo.Recording;

/// <summary>
/// Writes a recording's audio to its sink, up to a number of frames, and counts it. Gaps become silence, unless the sink keeps timing. One
/// thread writes; <see cref="Frames"/> and <see cref="Cancel"/> are thread-safe.
/// </summary>
internal sealed class RecordingWriter(IAudioSink sink, int channels, long limit)
{
    private const int SilenceFrames = 4800;

    private readonly bool _keepsTiming = sink.KeepsTiming;
    private readonly float[] _silence = new float[SilenceFrames * channels];
    private long _frames;
    private volatile bool _isCancelled;

    /// <summary>Number of frames written, including silence for gaps.</summary>
    public long Frames
    {
        get => Volatile.Read(ref _frames);
        set => Volatile.Write(ref _frames, value);
    }

    /// <summary>Frames of gaps that were written.</summary>
    public long GapFrames { get; set; }

    /// <summary>Number of frames that may still be written; <see langword="null"/>: any number.</summary>
    public long? Left => limit == long.MaxValue ? null : limit - _frames;

    /// <summary>Whether the limit has been reached.</summary>
    public bool IsFull => _frames >= limit;

    /// <summary>Ends a long gap that is being written.</summary>
    public void Cancel() => _isCancelled = true;

    /// <summary>Writes the gap before a chunk, and the chunk.</summary>
    public void Write(in AudioChunk chunk)
    {
        if (_keepsTiming)
        {
            var gap = Math.Min(chunk.Gap.Frames, limit - _frames);
            var frames = (int)Math.Min(chunk.Frames, limit - _frames - gap);
            sink.WriteTimed(chunk.Samples[..(frames * channels)], chunk.CaptureTime, gap);
            GapFrames += gap;
            Frames = _frames + gap + frames;
            return;
        }

        if (!chunk.Gap.IsEmpty) WriteSilence(chunk.Gap.Frames);
        WriteFrames(chunk.Samples);
    }

    private void WriteSilence(long frames)
    {
        var left = frames;
        while (left > 0 && !IsFull && !_isCancelled)
        {
            var part = (int)Math.Min(left, SilenceFrames);
            WriteFrames(_silence.AsSpan(0, part * channels));
            left -= part;
        }

        GapFrames += frames - left;
    }

    private void WriteFrames(ReadOnlySpan<float> samples)
    {
        var frames = (int)Math.Min(samples.Length / channels, limit - _frames);
        if (frames > 0) sink.Write(samples[..(frames * channels)]);
        Frames = _frames + frames;
    }
}
