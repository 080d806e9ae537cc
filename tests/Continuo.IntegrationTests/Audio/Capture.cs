using Continuo.Audio;
using Continuo.Rings;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Audio;

/// <summary>What a stream has delivered: the whole timeline, gaps as silence, with the time of each chunk.</summary>
public sealed class Capture
{
    private readonly List<(long Position, long Time)> _times = [];
    private readonly List<float> _samples = [];

    /// <summary>Rate and channels.</summary>
    public required AudioFormat Format { get; init; }

    /// <summary>The gaps, in order.</summary>
    public List<Gap> Gaps { get; } = [];

    /// <summary>Frames on the timeline.</summary>
    public long Frames => _samples.Count / Format.Channels;

    /// <summary>Chunks that were flagged as filled from the clock.</summary>
    public int FilledChunks { get; private set; }

    /// <summary>Chunks whose capture time is not after the one before.</summary>
    public int TimesNotRising { get; private set; }

    /// <summary>The chunks' positions and capture times.</summary>
    public IReadOnlyList<(long Position, long Time)> Times => _times;

    /// <summary>One channel, optionally a part.</summary>
    public float[] Channel(int channel = 0, long from = 0, long? frames = null)
    {
        var count = Math.Min(frames ?? Frames, Frames - from);
        var result = new float[Math.Max(0, count)];
        for (var i = 0; i < result.Length; i++) result[i] = _samples[(int)((from + i) * Format.Channels) + channel];
        return result;
    }

    /// <summary>When a frame was captured.</summary>
    public long TimeOf(long position)
    {
        var nearest = _times.FindLast(t => t.Position <= position);
        return nearest.Time + Format.ToNanoseconds(position - nearest.Position);
    }

    /// <summary>Reads a stream that has been started for so long of its own time.</summary>
    public static Capture Read(ChunkReader reader, TimeSpan length)
    {
        var capture = new Capture { Format = reader.Format };
        var frames = reader.Format.ToFrames(length);
        var patience = TimeProvider.System.GetTimestamp();
        while (capture.Frames < frames)
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(patience) < length + TimeSpan.FromSeconds(60),
                $"only {capture.Frames} of {frames} frames came");
            var status = reader.Read(out var chunk, TimeSpan.FromSeconds(1));
            if (status == ReadStatus.End) break;
            if (status == ReadStatus.Chunk) capture.Add(chunk);
        }

        return capture;
    }

    /// <summary>Opens, starts and reads an address.</summary>
    public static Capture Of(string address, AudioSystem system, TimeSpan length, StreamOptions? options = null)
    {
        using var stream = AudioStream.Open(address, options, system);
        using var reader = stream.OpenReader();
        stream.Start();
        return Read(reader, length);
    }

    private void Add(in AudioChunk chunk)
    {
        if (!chunk.Gap.IsEmpty)
        {
            Gaps.Add(chunk.Gap);
            _samples.AddRange(new float[chunk.Gap.Frames * Format.Channels]);
        }

        if (_times.Count > 0 && chunk.CaptureTime <= _times[^1].Time) TimesNotRising++;
        if (chunk.Frames > 0) _times.Add((Frames, chunk.CaptureTime));
        if (chunk.Header.Flags.HasFlag(ChunkFlags.Filled)) FilledChunks++;
        _samples.AddRange(chunk.Samples);
    }
}
