using System.Globalization;
using Continuo.Audio;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Recording;

/// <summary>
/// Keeps the last seconds of a stream's current run, so they can be saved afterwards. Saving does not interrupt the capture. Thread-safe.
/// </summary>
public sealed class ReplayBuffer : IDisposable
{
    /// <summary>Maximum length of a buffer.</summary>
    public static readonly TimeSpan MaxLength = TimeSpan.FromSeconds(600);

    // Room for audio that is captured while a save reads the oldest part.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly AudioRing _kept;
    private readonly Subscription _subscription;
    private long _run;
    private long _runBegin; // first chunk of the newest run; positions before it belong to another timeline
    private volatile bool _disposed;

    /// <summary>Starts keeping the last <paramref name="length"/> (1…600 s) of a stream.</summary>
    /// <exception cref="AudioException">The length is out of range.</exception>
    public ReplayBuffer(AudioStream stream, TimeSpan length)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Require(length, TimeSpan.FromSeconds(1), MaxLength);
        Length = length;
        var chunkFrames = stream.Options.ChunkFramesAt(stream.Format.SampleRate);
        var chunks = stream.Format.ToFrames(length + Margin) / chunkFrames + 2;
        _kept = new AudioRing(stream.Format, chunkFrames, (int)chunks);
        var reader = new RingReaderOptions { Name = "replay", Kind = "replay", History = TimeSpan.MaxValue };
        // not while the pump may write
        _subscription = new Subscription(stream, Keep, reader, atEnd: _kept.Dispose);
        try
        {
            stream.Add(_subscription);
        }
        catch
        {
            _kept.Dispose();
            throw;
        }
    }

    /// <summary>Length of the buffer.</summary>
    public TimeSpan Length { get; }

    /// <summary>
    /// Writes the last <paramref name="time"/>, or all that is available, to a sink and finishes the sink. Gaps are written as silence.
    /// Blocks while writing.
    /// </summary>
    /// <returns>Number of frames written.</returns>
    /// <exception cref="AudioException">The time is out of range, or the sink failed.</exception>
    /// <exception cref="ObjectDisposedException">The buffer has been closed.</exception>
    public long Save(TimeSpan time, IAudioSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        Require(time, TimeSpan.FromTicks(1), Length);
        ObjectDisposedException.ThrowIf(_disposed, this);
        using (sink)
        using (var reader = _kept.OpenReader(RingReaderOptions.Default with { History = time + Margin }))
        {
            sink.Open(_kept.Format);
            var frames = Copy(reader, _kept.Format.ToFrames(time), Volatile.Read(ref _runBegin), sink);
            sink.Finish();
            return frames;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _subscription.Dispose();
    }

    private void Keep(in AudioChunk chunk)
    {
        if (_subscription.Run != _run)
        {
            _run = _subscription.Run;
            Volatile.Write(ref _runBegin, _kept.Written);
        }

        _kept.Write(chunk.Samples, chunk.Header);
    }

    /// <summary>
    /// Copies the ring's content from chunk <paramref name="begin"/> on, at most the last <paramref name="frames"/> frames of the timeline.
    /// </summary>
    private static long Copy(RingReader reader, long frames, long begin, IAudioSink sink)
    {
        var channels = reader.Ring.Format.Channels;
        var (newest, end) = Newest(reader.Ring); // one look: the stream continues meanwhile
        var chunk = new float[reader.Ring.ChunkFrames * channels];
        var silence = new float[chunk.Length];
        var next = Math.Max(0, newest - frames);
        while (reader.Cursor < end && reader.TryRead(chunk, out var header, out _) == ReadStatus.Chunk)
        {
            if (header.Sequence < begin || header.Position + header.Frames <= next) continue;
            if (header.Sequence == begin) next = Math.Max(next, header.Position); // the stream is shorter than the requested time
            for (var missing = header.Position - next; missing > 0; missing -= silence.Length / channels)
            {
                sink.Write(silence.AsSpan(0, (int)Math.Min(missing * channels, silence.Length)));
            }

            var skip = (int)Math.Max(0, next - header.Position);
            sink.Write(chunk.AsSpan(skip * channels, (header.Frames - skip) * channels));
            next = header.Position + header.Frames;
        }

        return sink.FramesWritten;
    }

    /// <summary>The position on the timeline and the sequence number that follow the newest chunk.</summary>
    private static (long Position, long Sequence) Newest(AudioRing ring)
    {
        using var reader = ring.OpenReader(RingReaderOptions.Default with { History = TimeSpan.FromTicks(1) });
        var chunk = new float[ring.ChunkFrames * ring.Format.Channels];
        return reader.TryRead(chunk, out var header, out _) == ReadStatus.Chunk
            ? (header.Position + header.Frames, header.Sequence + 1)
            : (0, 0);
    }

    private static void Require(TimeSpan time, TimeSpan least, TimeSpan most)
    {
        if (time >= least && time <= most) return;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"replay of {time.TotalSeconds:0.###} s"),
            string.Create(CultureInfo.InvariantCulture, $"outside {least.TotalSeconds:0.###}…{most.TotalSeconds:0.###} s"),
            "Choose a time in the range");
    }
}
