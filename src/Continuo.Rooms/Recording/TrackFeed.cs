using Continuo.Audio;
using Continuo.Rings;
using Continuo.Rooms.Mixing;

namespace Continuo.Rooms.Recording;

/// <summary>The blocks of one tap on their way to a file. For the recording's thread.</summary>
internal sealed class TrackFeed : IDisposable
{
    private readonly RingReader _reader;
    private readonly float[] _block;
    private ChunkHeader _header;
    private long _lost;

    /// <param name="tap">Where the blocks are. The feed frees it.</param>
    /// <param name="speaker">Whose they are; <see langword="null"/>: the mix.</param>
    public TrackFeed(BlockTap tap, RoomSpeaker? speaker)
    {
        (Tap, Speaker) = (tap, speaker);
        _reader = tap.Ring.OpenReader(new RingReaderOptions { Name = "room recording", Kind = "recorder", History = TimeSpan.MaxValue });
        _block = new float[tap.Ring.ChunkFrames * tap.Ring.Format.Channels];
    }

    public BlockTap Tap { get; }

    public RoomSpeaker? Speaker { get; }

    /// <summary>The file; opened by the recording's thread.</summary>
    public TrackFile? File { get; set; }

    /// <summary>Whether a block waits that is later than the position which was last asked for.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Waits for a block.</summary>
    public void Wait(TimeSpan timeout)
    {
        if (!IsPending) _reader.Wait(timeout);
    }

    /// <summary>Takes the next block that begins before a position.</summary>
    /// <param name="end">Position on the room's timeline.</param>
    /// <param name="position">Its position there.</param>
    /// <param name="samples">The block; valid until the next call.</param>
    /// <param name="lost">Frames of blocks before it that were overwritten.</param>
    public bool TryTake(long end, out long position, out ReadOnlySpan<float> samples, out long lost)
    {
        samples = default;
        (position, lost) = (0, 0);
        while (!IsPending)
        {
            var status = _reader.TryRead(_block, out _header, out var gap);
            if (status is ReadStatus.Empty or ReadStatus.End) return false;
            _lost += gap.Frames;
            IsPending = status == ReadStatus.Chunk && _header.Frames > 0;
        }

        if (_header.Position >= end) return false;
        (position, lost) = (_header.Position, _lost);
        samples = _block.AsSpan(0, _header.Frames * Tap.Ring.Format.Channels);
        (IsPending, _lost) = (false, 0);
        return true;
    }

    public void Dispose()
    {
        _reader.Dispose();
        Tap.Dispose();
    }
}
