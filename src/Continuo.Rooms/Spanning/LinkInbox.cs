using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Spanning;

/// <summary>
/// What arrives from another node: its sum and single speakers, with a small constant delay between arrival and tick. One thread writes,
/// the room's tick reads; neither waits. A node that is late or silent is silence, and counted.
/// </summary>
/// <remarks>
/// Both rooms tick at the same rate, each by its own clock. A block that arrives half a tick or more before a tick is read by that tick,
/// one that arrives later by the next: so arrivals may be late by half a tick at least. If they are later again and again, blocks are read
/// one tick later, at most <see cref="MaxDelayTicks"/>. If the clocks differ, the position slips by one tick each time the difference has
/// grown so far.
/// </remarks>
internal sealed class LinkInbox : ISpeakerInput
{
    /// <summary>Blocks are read at most this many ticks after the tick that finds them.</summary>
    public const int MaxDelayTicks = 3;

    private const int WindowTicks = 50;
    private const int MostLate = 2; // blocks in a window, before all are read later
    private const int StarvedTicks = 10; // until a stream that is late is read later
    private const int StalledTicks = 25; // until a stream that has stopped without an end is given up
    private const long MaxTick = 1L << 53;
    private const long None = -1;

    private readonly MonotonicClock _clock;
    private readonly long _tickNanoseconds;
    private readonly LinkRing _sum;
    private readonly int _channels;
    private RemoteSpeakerInput[] _speakers = [];
    private RoomWake? _wake;
    private long _newest = None; // newest tick that has arrived
    private long _end = None; // where the stream has ended
    private long _arrival; // of the newest tick's first piece, in nanoseconds of the clock
    private long _arrivals, _late;
    private bool _talksOver;

    private long _play = None; // of the reading tick
    private long _first, _ended = None, _seenArrivals;
    private long _least = long.MaxValue;
    private int _window, _starved, _stalled, _delay, _missed;
    private bool _isPlaying;
    private bool _isHeld; // this tick reads nothing, so that all is read a tick later
    private long _heard, _lost, _slips;

    public LinkInbox(AudioFormat format, int frames, MonotonicClock clock)
    {
        (_clock, _tickNanoseconds) = (clock, frames * 1_000_000_000L / format.SampleRate);
        (Format, _channels) = (format, format.Channels);
        BlockSamples = frames * format.Channels;
        _sum = new LinkRing(BlockSamples);
    }

    /// <inheritdoc/>
    public AudioFormat Format { get; }

    /// <summary>Samples of a block.</summary>
    public int BlockSamples { get; }

    /// <inheritdoc/>
    [RealTime]
    public PacketCodec? Codec => null;

    /// <inheritdoc/>
    public bool WakesRoom => true;

    /// <inheritdoc/>
    [RealTime]
    public bool IsIdle => !_isPlaying && Volatile.Read(ref _newest) <= _ended;

    /// <inheritdoc/>
    [RealTime]
    public long LastArrival => 0;

    /// <summary>The sender's tick that this tick reads; −1 for none. Valid after <see cref="Begin"/>.</summary>
    [RealTime]
    public long PlayTick => _isHeld ? None : _play;

    /// <summary>Whether someone on the other node talks over the others.</summary>
    [RealTime]
    public bool TalksOver => _isPlaying && Volatile.Read(ref _talksOver);

    /// <summary>The single speakers; replaced by the control plane.</summary>
    public RemoteSpeakerInput[] Speakers
    {
        get => Volatile.Read(ref _speakers);
        set => Volatile.Write(ref _speakers, value);
    }

    public (long Heard, long Lost, long Late, long Slips) Counters =>
        (Volatile.Read(ref _heard), Volatile.Read(ref _lost), Volatile.Read(ref _late), Volatile.Read(ref _slips));

    /// <summary>Takes a piece. On the receiving thread.</summary>
    /// <returns>Whether it makes sense: it lies in a block, and its speaker is known.</returns>
    [RealTime]
    public bool Accept(in LinkPiece piece)
    {
        if (piece.Tick is < 0 or > MaxTick) return false;
        var newest = _newest;
        if (piece.Tick <= newest - LinkRing.Slots)
        {
            Volatile.Write(ref _late, _late + 1);
            return true;
        }

        if (piece.Source != 0) return AcceptSpeaker(piece);
        Volatile.Write(ref _talksOver, piece.TalksOver);
        if (piece.IsEnd) Volatile.Write(ref _end, piece.Tick);
        else if (!_sum.Write(piece.Tick, piece.Offset, piece.Samples)) return false;
        if (piece.Tick > newest)
        {
            Volatile.Write(ref _arrival, _clock.Now);
            Volatile.Write(ref _arrivals, _arrivals + 1);
            Volatile.Write(ref _newest, piece.Tick);
            if (!piece.IsEnd) _wake?.Wake();
        }

        return true;
    }

    /// <summary>Chooses the block of this tick. On the thread of the tick, before any stream is read.</summary>
    [RealTime]
    public void Begin()
    {
        var newest = Volatile.Read(ref _newest);
        _isHeld = false;
        if (!_isPlaying)
        {
            _play = None;
            if (newest <= _ended || newest == Volatile.Read(ref _end)) return;
            _isPlaying = true;
            _delay = _clock.Now - Volatile.Read(ref _arrival) >= _tickNanoseconds / 2 ? 0 : 1;
            (_play, _first) = (newest - _delay, newest);
            (_least, _window, _starved, _stalled, _missed) = (long.MaxValue, 0, 0, 0, 0);
            return;
        }

        _play++;
        Follow(newest);
        var end = Volatile.Read(ref _end);
        if (end < _first || _play < end || newest > end) return;
        Stop(end);
    }

    /// <inheritdoc/>
    [RealTime]
    public SpeakerBlock Read(Span<float> samples)
    {
        if (PlayTick < 0)
        {
            samples.Clear();
            return SpeakerBlock.Silent;
        }

        var got = _sum.Read(_play, samples);
        Volatile.Write(ref _heard, _heard + got / _channels);
        if (got < samples.Length && _play >= _first) Volatile.Write(ref _lost, _lost + (samples.Length - got) / _channels);
        return got > 0 ? SpeakerBlock.Heard : SpeakerBlock.Silent;
    }

    /// <inheritdoc/>
    [RealTime]
    public bool TryGetPacket(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        return false;
    }

    /// <inheritdoc/>
    public void Connect(RoomWake wake) => _wake = wake;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    [RealTime]
    private bool AcceptSpeaker(in LinkPiece piece)
    {
        foreach (var speaker in Volatile.Read(ref _speakers))
        {
            if (speaker.Number == piece.Source) return speaker.Write(piece);
        }

        return false;
    }

    /// <summary>
    /// Keeps the distance to what arrives: the position moves if the clocks have drifted apart by a tick, or ticks were left out.
    /// </summary>
    [RealTime]
    private void Follow(long newest)
    {
        var lag = newest - _play;
        var arrivals = Volatile.Read(ref _arrivals);
        _stalled = arrivals == _seenArrivals ? _stalled + 1 : 0;
        _seenArrivals = arrivals;
        if (lag < 0) _missed++;
        _starved = lag < 0 ? _starved + 1 : 0;
        if (_stalled >= StalledTicks)
        {
            Stop(newest);
            return;
        }

        _least = Math.Min(_least, lag);
        if (lag >= LinkRing.Slots - 1 || (_starved >= StarvedTicks && _stalled == 0))
        {
            Move(newest - _delay);
        }
        else if (_missed > MostLate && _delay < MaxDelayTicks)
        {
            _delay++;
            Move(_play - 1);
            _isHeld = true;
        }
        else if (++_window >= WindowTicks)
        {
            if (_least > _delay) Move(_play + _least - _delay);
            (_least, _window, _missed) = (long.MaxValue, 0, 0);
        }
    }

    [RealTime]
    private void Move(long tick)
    {
        (_play, _least, _window, _starved, _missed) = (tick, long.MaxValue, 0, 0, 0);
        Volatile.Write(ref _slips, _slips + 1);
    }

    [RealTime]
    private void Stop(long end) => (_isPlaying, _play, _ended) = (false, None, end);
}
