using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Mixing;
using Continuo.Rings;

namespace Continuo.Live;

/// <summary>
/// A source that a <see cref="ParallelDecodePool"/> reads for a track of a mix, with the ring between them. Created by
/// <see cref="ParallelDecodePool.Add"/>; statistics may be read by any thread.
/// </summary>
/// <remarks>
///  Blocks are numbered by the blocks of the mix. The thread that reads the source owns it meanwhile (<see cref="_owner"/>), so the ring
/// has one writer at a time; the mix reads the ring. A worker that is suspended while it reads keeps the source: its blocks are late, no
/// thread waits for it, and when it continues it reads up to the current round, so that the source stays in time.
/// </remarks>
internal sealed class PulledInput : IDisposable
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Closed = 2;
    private const int CatchUpSeconds = 1;

    private readonly ParallelDecodePool _workers;
    private readonly AudioRing _ring;
    private readonly RingReader _reader;
    private readonly int _catchUpBlocks;
    private int _owner;
    private long _first = -1; // number of the first block in the ring
    private long _next = -1; // number of the next block to read from the source
    private long _skipped;

    internal PulledInput(ParallelDecodePool workers, IPulledSource source, MixTrack track, PullOptions options)
    {
        (_workers, Source, Track) = (workers, source, track);
        _ring = new AudioRing(source.Format, options.BlockFrames, options.AheadBlocks + 2);
        _reader = _ring.OpenReader(new RingReaderOptions { History = TimeSpan.MaxValue });
        _catchUpBlocks = Math.Max(1, CatchUpSeconds * source.Format.SampleRate / options.BlockFrames);
    }

    /// <summary>The source.</summary>
    public IPulledSource Source { get; }

    /// <summary>
    /// The track that receives the audio. Its <see cref="MixTrack.Statistics"/> count what was concealed because a block was missing.
    /// </summary>
    public MixTrack Track { get; }

    /// <summary>
    /// Blocks that were read ahead: those that came too late are <see cref="ReaderStatistics.Shed"/>, or
    /// <see cref="ReaderStatistics.Overrun"/> if the mix was suspended.
    /// </summary>
    public ReaderStatistics Statistics => _reader.Statistics;

    /// <summary>Blocks of the source that were skipped because its worker was suspended for more than a second.</summary>
    public long SkippedBlocks => Volatile.Read(ref _skipped);

    /// <summary>The exception that ended the source; <see langword="null"/> if there was none.</summary>
    public Exception? Failure { get; internal set; }

    /// <summary>
    /// Removes the source; on return no thread reads it any more. Thread-safe; waits for a read in progress and for the mix's current turn.
    /// </summary>
    public void Dispose()
    {
        if (_workers.Remove(this)) Release();
    }

    /// <summary>Reads the source up to the block of the current round, unless another thread does. Called by any audio thread.</summary>
    /// <param name="block">Room for one block, owned by the calling thread.</param>
    [RealTime]
    internal void Pull(Span<float> block)
    {
        while (Volatile.Read(ref _next) <= _workers.Round)
        {
            if (Interlocked.CompareExchange(ref _owner, Taken, Free) != Free) return;
            var after = Closed; // if the source throws
            try
            {
                ReadUpTo(block);
                after = Free;
            }
            finally
            {
                // A full fence: a thread that begins a round after this finds the source free; a round that began before is seen by the
                // loop's condition.
                Interlocked.Exchange(ref _owner, after);
            }
        }
    }

    /// <summary>Whether a block has not been read yet.</summary>
    [RealTime]
    internal bool IsUnread(long number) => Volatile.Read(ref _next) <= number;

    /// <summary>Delivers a block to the mix if it is available. Called by the mixing thread.</summary>
    [RealTime]
    internal void Deliver(long number, Span<float> block)
    {
        var there = _reader.Available;
        if (there == 0) return;
        // The ring's head was acquired above, so the number of its first block is visible. Blocks before the wanted one that are still in
        // the ring are of no use any more.
        var wanted = number - _first;
        var inTime = Math.Clamp(_reader.Cursor + there - wanted, 0, there);
        if (inTime < there) _reader.Shed(Math.Min(there, _ring.Capacity) - inTime);
        if (inTime == 0 || _reader.Cursor != wanted) return;
        if (_reader.TryRead(block, out var header, out _) == ReadStatus.Chunk && header.Frames > 0) Track.Deliver(block);
    }

    /// <summary>Releases the ring when the mix no longer uses it. Waits for a read in progress; no read follows.</summary>
    internal void Release()
    {
        while (Interlocked.CompareExchange(ref _owner, Closed, Free) == Taken) Thread.Sleep(1);
        _reader.Dispose();
        _ring.Dispose();
    }

    [RealTime]
    private void ReadUpTo(Span<float> block)
    {
        if (_next < 0) _first = _next = _workers.Round;
        while (_next <= _workers.Round)
        {
            var header = default(ChunkHeader);
            header.Position = (_next - _first) * _ring.ChunkFrames;
            var behind = _workers.Round - _next;
            if (behind > _catchUpBlocks)
            {
                // An empty chunk keeps the count; the source conceals what it would have contained.
                header.GapFrames = _ring.ChunkFrames;
                _ring.Write(default, header);
                Volatile.Write(ref _skipped, _skipped + 1);
            }
            else
            {
                Source.Read(block);
                _ring.Write(block, header);
            }

            Volatile.Write(ref _next, _next + 1);
        }
    }
}
