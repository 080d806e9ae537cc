using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Streams;

/// <summary>
/// Pulls chunks from a stream, one or several at a time, with or without waiting. Every read ends the lease of the chunks from the
/// previous read. One thread at a time. Allocates nothing after construction.
/// </summary>
public sealed class ChunkReader : IDisposable
{
    /// <summary>Maximum number of chunks per batch.</summary>
    public const int MaxBatch = 10;

    private readonly ChunkBuffer[] _buffers;
    private int _lent;

    internal ChunkReader(AudioRing ring, RingReaderOptions? options, int batch = MaxBatch)
    {
        Ring = ring.OpenReader(options);
        _buffers = new ChunkBuffer[batch];
        for (var i = 0; i < batch; i++) _buffers[i] = new ChunkBuffer(ring.Format, ring.ChunkFrames);
    }

    /// <summary>Sample rate and channels of every chunk.</summary>
    public AudioFormat Format => Ring.Ring.Format;

    /// <summary>Current statistics of the reader. Thread-safe.</summary>
    public ReaderStatistics Statistics => Ring.Statistics;

    /// <summary>The cursor on the stream's ring.</summary>
    public RingReader Ring { get; }

    /// <summary>Reads the next chunk if one is pending. Never blocks.</summary>
    public ReadStatus TryRead(out AudioChunk chunk)
    {
        EndLeases();
        return TryLend(out chunk);
    }

    /// <summary>Reads the next chunk, waiting for it up to <paramref name="timeout"/>.</summary>
    /// <returns><see cref="ReadStatus.Empty"/> on time-out and on cancellation; no chunk is lost.</returns>
    public ReadStatus Read(out AudioChunk chunk, TimeSpan timeout, CancellationToken cancellation = default)
    {
        EndLeases();
        var status = TryLend(out chunk);
        if (status != ReadStatus.Empty || !Ring.Wait(timeout, cancellation)) return status;
        return TryLend(out chunk);
    }

    /// <summary>
    /// Reads the pending chunks, up to the length of <paramref name="chunks"/> or <see cref="MaxBatch"/>. Waits only for the first chunk.
    /// </summary>
    /// <returns>Number of chunks read; 0 on time-out, on cancellation, and at the end (<see cref="IsEnded"/>).</returns>
    public int ReadBatch(Span<AudioChunk> chunks, TimeSpan timeout, CancellationToken cancellation = default)
    {
        EndLeases();
        var most = Math.Min(chunks.Length, _buffers.Length);
        var count = 0;
        while (count < most)
        {
            var status = TryLend(out var chunk);
            if (status == ReadStatus.Empty && count == 0 && Ring.Wait(timeout, cancellation)) status = TryLend(out chunk);
            if (status != ReadStatus.Chunk) break;
            chunks[count++] = chunk;
        }

        return count;
    }

    /// <summary>Whether the stream has ended and all its chunks have been read or counted as lost.</summary>
    public bool IsEnded => Ring.Ring.IsCompleted && Ring.Lag == 0;

    /// <summary>Closes the reader; pending chunks are counted as <see cref="GapReason.Stopped"/>.</summary>
    public void Dispose()
    {
        EndLeases();
        Ring.Dispose();
    }

    private ReadStatus TryLend(out AudioChunk chunk)
    {
        var buffer = _buffers[_lent];
        var status = Ring.TryRead(buffer.Samples, out buffer.Header, out buffer.Gap);
        chunk = default;
        if (status != ReadStatus.Chunk) return status;
        _lent++;
        chunk = buffer.Lease();
        return status;
    }

    private void EndLeases()
    {
        for (; _lent > 0; _lent--) _buffers[_lent - 1].Return();
    }
}
