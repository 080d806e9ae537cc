using Continuo.Audio;
using Continuo.Rings;
using Continuo.Rooms.Hosting;
using Continuo.Rooms.Mixing;

namespace Continuo.Rooms.Recording;

/// <summary>
/// Keeps the last seconds of a listener's mix and of each speaker, to be heard again: <c>room.Announce(replay.TakeMix(time), …)</c>.
/// Thread-safe.
/// </summary>
/// <remarks>Memory: length × sample rate × channels × 4 bytes for the mix and for each speaker who is in the room.</remarks>
public sealed class RoomReplay : IDisposable, IRoomWatcher
{
    /// <summary>Maximum length.</summary>
    public static readonly TimeSpan MaxLength = TimeSpan.FromSeconds(300);

    // Room for blocks that arrive while the oldest are read.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private readonly Room _room;
    private readonly RoomListener _listener;
    private readonly BlockTap _mix;
    private readonly Lock _lock = new();
    private readonly List<(RoomSpeaker Speaker, BlockTap Tap)> _speakers = [];
    private bool _isDisposed;

    /// <summary>Begins to keep.</summary>
    /// <param name="room">The room.</param>
    /// <param name="listener">Whose mix is kept.</param>
    /// <param name="length">How much, 1…300 s.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the length is out of range.</exception>
    public RoomReplay(Room room, RoomListener listener, TimeSpan length)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(listener);
        if (length < TimeSpan.FromSeconds(1) || length > MaxLength)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"a replay of {length.TotalSeconds:0.#} s", "out of range",
                "Use 1…300 s");
        }

        (_room, _listener, Length) = (room, listener, length);
        _mix = new BlockTap(room.Options, length + Margin);
        listener.Taps.Add(_mix);
        room.Watch(this);
    }

    /// <summary>How much is kept.</summary>
    public TimeSpan Length { get; }

    /// <summary>Returns the end of the mix.</summary>
    /// <param name="time">How much; what is not there is left out.</param>
    /// <returns><see langword="null"/> if nothing was heard in this time.</returns>
    public AudioClip? TakeMix(TimeSpan time)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return Take([_mix], time);
        }
    }

    /// <summary>Returns what a person has said lately, at the level before all volumes.</summary>
    /// <param name="memberId">Stable id of the person.</param>
    /// <param name="time">How much of the room's time until now; pauses are silence.</param>
    /// <returns><see langword="null"/> if the person is not in the room, or has said nothing in this time.</returns>
    public AudioClip? Take(string memberId, TimeSpan time)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return Take([.. _speakers.Where(s => s.Speaker.MemberId == memberId).Select(s => s.Tap)], time);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }

        _listener.Taps.Remove(_mix);
        _room.Unwatch(this);
        foreach (var (speaker, tap) in _speakers) speaker.Lane.Taps.Remove(tap);
        _ = FreeAsync();
    }

    void IRoomWatcher.Join(RoomSpeaker speaker)
    {
        if (speaker.Options.IsTemporary) return;
        lock (_lock)
        {
            if (_isDisposed) return;
            foreach (var (_, tap) in _speakers.Where(s => s.Speaker.Lane.IsGone)) tap.Dispose();
            _speakers.RemoveAll(s => s.Speaker.Lane.IsGone);
            var own = new BlockTap(_room.Options, Length + Margin);
            _speakers.Add((speaker, own));
            speaker.Lane.Taps.Add(own);
        }
    }

    private AudioClip? Take(BlockTap[] taps, TimeSpan time)
    {
        var (format, end) = (_room.Options.Format, _room.Position);
        var frames = (int)format.ToFrames(time < Length ? time : Length);
        var begin = end - frames;
        var samples = new float[frames * format.Channels];
        var first = end;
        foreach (var tap in taps) first = Math.Min(first, Copy(tap.Ring, begin, end, samples));
        if (!samples.AsSpan().ContainsAnyExcept(0f)) return null;
        return new AudioClip(format, samples.AsSpan((int)(first - begin) * format.Channels));
    }

    /// <summary>Copies the blocks of a span of the timeline; returns the position of the first.</summary>
    private static long Copy(AudioRing ring, long begin, long end, Span<float> samples)
    {
        var channels = ring.Format.Channels;
        var block = new float[ring.ChunkFrames * channels];
        var first = end;
        using var reader = ring.OpenReader(new RingReaderOptions { Name = "replay", Kind = "replay", History = TimeSpan.MaxValue });
        while (true)
        {
            var status = reader.TryRead(block, out var header, out _);
            if (status is ReadStatus.Empty or ReadStatus.End) return first;
            if (status != ReadStatus.Chunk || header.Position + header.Frames <= begin || header.Position >= end) continue;
            var skip = (int)Math.Max(0, begin - header.Position);
            var to = header.Position + skip - begin;
            var count = (int)Math.Min(header.Frames - skip, end - begin - to);
            block.AsSpan(skip * channels, count * channels).CopyTo(samples[(int)(to * channels)..]);
            first = Math.Min(first, begin + to);
        }
    }

    /// <summary>The tick in progress may still write.</summary>
    private async Task FreeAsync()
    {
        await _room.NextTickAsync().ConfigureAwait(false);
        _mix.Dispose();
        foreach (var (_, tap) in _speakers) tap.Dispose();
    }
}
