using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Mixing;
using Continuo.Rings;

namespace Continuo.Live;

/// <summary>
/// A source that <see cref="ParallelDecodePool"/> read for a track of a mix, with the ring between them. Made by <see cref="ParallelDecodePool.Add"/>; its books may
/// be read by any thread.
/// </summary>
/// <remarks>
/// Blocks are numbered by the ticks of the mix. Whoever reads the source owns it meanwhile (<see cref="_owner"/>), so the ring has one writer at a
/// time; it is the mix that reads the ring. A worker that is stopped in the middle keeps the source: its blocks are late, nobody waits for it,
/// and when it goes on it reads up to the present, so that the source stays in time.
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
    private long _first = -1; // the number of the block that is the ring's first
    private long _next = -1; // the number of the block that is read next from the source
    private long _skipped;

    internal PulledInput(ParallelDecodePool workers, IPulledSource source, MixTrack track, PullOptions options)
    {
        (_workers, Source, Track) = (workers, source, track);
        _ring = new AudioRing(source.Format, options.BlockFrames, options.AheadBlocks + 2);
        _reader = _ring.OpenReader(new RingReaderOptions { History = TimeSpan.MaxValue });
        _catchUpBlocks = Math.Max(1, CatchUpSeconds * source.Format.SampleRate / options.BlockFrames);
    }

    /// <summary>What is read.</summary>
    public IPulledSource Source { get; }

    /// <summary>Where it goes. Its <see cref="MixTrack.Statistics"/> tell what was made up because a block was not there.</summary>
    public MixTrack Track { get; }

    /// <summary>
    /// Blocks that were read ahead and what became of them: those that came too late are <see cref="ReaderStatistics.Shed"/>, or
    /// <see cref="ReaderStatistics.Overrun"/> if the mix stood still.
    /// </summary>
    public ReaderStatistics Statistics => _reader.Statistics;

    /// <summary>Blocks of the source that were not read because its reader had been stopped for more than a second.</summary>
    public long SkippedBlocks => Volatile.Read(ref _skipped);

    /// <summary>What ended it, against its promise; <see langword="null"/> if nothing did.</summary>
    public Exception? Failure { get; internal set; }

    /// <summary>Takes the source out; when this returns nobody reads it any more. Thread-safe; waits for whoever is reading it, and for the mix's present turn.</summary>
    public void Dispose()
    {
        if (_workers.Forget(this)) Release();
    }

    /// <summary>Reads the source up to the block that the present round is for, unless somebody else does. Any audio thread.</summary>
    /// <param name="block">Room for a block, the thread's own.</param>
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
                // A full fence: who begins a round after this finds the source free; a round that was begun before is seen by the loop's condition.
                Interlocked.Exchange(ref _owner, after);
            }
        }
    }

    /// <summary>Whether a block has not been read yet.</summary>
    [RealTime]
    internal bool Lacks(long number) => Volatile.Read(ref _next) <= number;

    /// <summary>Brings a block to the mix if it is there. The mixing thread.</summary>
    [RealTime]
    internal void Deliver(long number, Span<float> block)
    {
        var there = _reader.Available;
        if (there == 0) return;
        // The ring's head was acquired above, so the number of its first block is seen. Of what is there and was not lapped, all before the block has no use any more.
        var wanted = number - _first;
        var inTime = Math.Clamp(_reader.Cursor + there - wanted, 0, there);
        if (inTime < there) _reader.Shed(Math.Min(there, _ring.Capacity) - inTime);
        if (inTime == 0 || _reader.Cursor != wanted) return;
        if (_reader.TryRead(block, out var header, out _) == ReadStatus.Chunk && header.Frames > 0) Track.Deliver(block);
    }

    /// <summary>Lets go of the ring, when the mix does not use it any more. Waits for whoever is reading the source; nobody will again.</summary>
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
                // An empty chunk keeps the count; what would have been in it is the source's to make up for.
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
