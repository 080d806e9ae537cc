using System.Diagnostics;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Concealment;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Adaptive jitter buffer: reorders packets, drops duplicates, conceals losses. Insert packets as they arrive; read audio in blocks
/// of any length, at the reader's pace. Every block is filled completely.
/// </summary>
/// <remarks>
/// One thread calls <see cref="Insert"/> and <see cref="Restart"/>, one calls <see cref="Read"/>; neither waits for the other.
/// <see cref="GetStatistics"/> may be called from any thread. Does not allocate per packet or block. The delay algorithm is
/// described in docs/jitter-buffer.md.
/// </remarks>
public sealed class JitterBuffer : IDisposable
{
    private readonly IPacketDecoder _decoder;
    private readonly MonotonicClock _clock;
    private readonly ArrivalRing _ring;
    private readonly JitterState _state;
    private readonly Intake _intake;
    private readonly Playout _playout;
    private readonly ExactPlayout? _exact;
    private readonly DecisionLog _log = new();
    private readonly int _maxPayload;
    private int _stream;
    private long _oversized;
    private long _version;

    /// <summary>Creates a buffer and allocates all memory it needs.</summary>
    /// <param name="decoder">Decoder of the payloads. Disposed with the buffer.</param>
    /// <param name="options">Delay limits and behaviour.</param>
    /// <param name="clock">Clock used when reading; arrival times must be from the same clock.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range.</exception>
    public JitterBuffer(IPacketDecoder decoder, JitterBufferOptions? options = null, MonotonicClock? clock = null)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        options = (options ?? JitterBufferOptions.Default).Validated();
        (_decoder, _clock, _maxPayload) = (decoder, clock ?? SystemClock.Instance, options.MaxPayloadBytes);
        _ring = new ArrivalRing(options.Slots, options.MaxPayloadBytes);
        _state = new JitterState(decoder.Format, options);
        _intake = new Intake(_state, _ring, decoder);
        _playout = new Playout(_state, options, decoder);
        if (options.IsExact) _exact = new ExactPlayout(_state, decoder);
    }

    /// <summary>Maximum payload length in bytes.</summary>
    public int MaxPayloadBytes => _maxPayload;

    /// <summary>Format of the audio that is read.</summary>
    public AudioFormat Format => _decoder.Format;

    /// <summary>
    /// The pieces of audio that the last <see cref="Read"/> returned or skipped. Valid until the next call; on the reader's thread.
    /// Real-time-safe.
    /// </summary>
    [RealTime]
    internal ReadOnlySpan<PlayoutPiece> Pieces => _playout.Pieces;

    /// <summary>Target delay and its reason. On the reader's thread; real-time-safe.</summary>
    [RealTime]
    internal DelayDecision Target => _state.Target.Decision;

    /// <summary>Current delay beyond the shortest network transit, in ms. On the reader's thread; real-time-safe.</summary>
    [RealTime]
    public double DelayMs => _playout.DelayMs;

    /// <summary>
    /// Clock drift in ppm; positive if the sender's clock is slower than the local clock. On the reader's thread; real-time-safe.
    /// </summary>
    [RealTime]
    public double DriftPpm => _state.Clock.DriftPpm;

    /// <summary>
    /// Inserts a packet. Insert redundant copies before the packet that carried them. Never throws. One thread at a time; real-time-safe,
    /// wait-free.
    /// </summary>
    /// <param name="packet">The received packet.</param>
    /// <param name="arrivalTime">Arrival time, in nanoseconds of the clock.</param>
    [RealTime]
    public void Insert(in IncomingPacket packet, long arrivalTime)
    {
        if (packet.Payload.Length > _maxPayload) Volatile.Write(ref _oversized, _oversized + 1);
        else _ring.Write(packet, arrivalTime, _stream);
    }

    /// <summary>Starts a new stream (a new SSRC) with the next packet. On the inserting thread; real-time-safe.</summary>
    [RealTime]
    public void Restart() => _stream++;

    /// <summary>
    /// Fills <paramref name="output"/> with the next audio: frames × channels, interleaved. One thread at a time. Real-time-safe
    /// apart from the decoder's processing time; wait-free.
    /// </summary>
    [RealTime]
    public void Read(Span<float> output)
    {
        Volatile.Write(ref _version, _version + 1);
        Volatile.WriteBarrier();
        try
        {
            if (_intake.Drain()) _playout.Restart();
            _log.Note(_state.Target.Decision);
            _playout.Read(output, _clock.Now);
        }
        finally
        {
            Volatile.Write(ref _version, _version + 1);
        }
    }

    /// <summary>
    /// The reader was not there for some time: the next read skips what is older than the target delay, instead of playing it faster. On
    /// the reader's thread; real-time-safe.
    /// </summary>
    [RealTime]
    internal void CatchUp() => _playout.CatchUp();

    /// <summary>
    /// Returns the payload of the packet that stands for the last <see cref="Read"/>, if all of that was audio of packets as long as the
    /// read, perhaps scaled, or after a silence: from read to read it is the next packet, up to one packet later than what was read. Only
    /// if <see cref="JitterBufferOptions.KeepsPackets"/> is set. Valid until the next read. Real-time-safe.
    /// </summary>
    [RealTime]
    internal bool TryGetPacket(out ReadOnlySpan<byte> payload) => _playout.TryGetPacket(out payload);

    /// <summary>
    /// Writes the sent audio bit for bit, as far as it has arrived: frames × channels, interleaved. Use it instead of <see cref="Read"/> if
    /// <see cref="JitterBufferOptions.IsExact"/> is set. One thread at a time. Real-time-safe, wait-free.
    /// </summary>
    /// <returns>The number of frames written; 0 if no audio is available or a missing packet may still arrive.</returns>
    [RealTime]
    public int ReadExact(Span<float> output)
    {
        Debug.Assert(_exact is not null, "Set IsExact to read exactly");
        if (_exact is not { } exact) return 0;
        Volatile.Write(ref _version, _version + 1);
        Volatile.WriteBarrier();
        try
        {
            if (_intake.Drain()) exact.Restart();
            return exact.Read(output, _clock.Now);
        }
        finally
        {
            Volatile.Write(ref _version, _version + 1);
        }
    }

    /// <summary>Takes a snapshot of the statistics. Thread-safe; allocates.</summary>
    public JitterBufferStatistics GetStatistics()
    {
        var wait = new SpinWait();
        while (true)
        {
            var version = Volatile.Read(ref _version);
            var statistics = Snapshot();
            Volatile.ReadBarrier();
            if (version % 2 == 0 && version == Volatile.Read(ref _version)) return statistics;
            wait.SpinOnce();
        }
    }

    /// <summary>Disposes the decoder. The buffer must not be used afterwards.</summary>
    public void Dispose() => _decoder.Dispose();

    private JitterBufferStatistics Snapshot()
    {
        var counters = _state.Counters;
        return new JitterBufferStatistics
        {
            Target = _state.Target.Decision,
            Changes = _log.ToArray(),
            DelayMs = _playout.DelayMs,
            DriftPpm = _state.Clock.DriftPpm,
            HeldPackets = _state.Store.Count,
            ReceivedPackets = counters.ReceivedPackets + _ring.Missed + Volatile.Read(ref _oversized),
            PlayedPackets = counters.PlayedPackets,
            DuplicatePackets = counters.DuplicatePackets,
            SparePackets = counters.SparePackets,
            LatePackets = counters.LatePackets,
            ReorderedPackets = counters.ReorderedPackets,
            MalformedPackets = counters.MalformedPackets,
            ImplausiblePackets = counters.ImplausiblePackets,
            OversizedPackets = Volatile.Read(ref _oversized),
            OverwrittenPackets = _ring.Missed + _ring.Torn,
            DiscardedPackets = counters.DiscardedPackets,
            OverflowPackets = counters.OverflowPackets,
            SkippedPackets = counters.SkippedPackets,
            TimestampJumps = counters.TimestampJumps,
            Restarts = counters.Restarts,
            MediaFrames = counters.MediaFrames,
            PlayedFrames = counters.PlayedFrames,
            RedundantFrames = counters.RedundantFrames,
            RecoveredFrames = counters.RecoveredFrames,
            ConcealedFrames = counters.ConcealedFrames,
            LateFrames = counters.LateFrames,
            CoveredFrames = counters.CoveredFrames,
            SkippedFrames = counters.SkippedFrames,
            PausedFrames = counters.PausedFrames,
            OutputFrames = counters.OutputFrames,
            BufferedFrames = _exact?.BufferedFrames ?? _playout.BufferedFrames,
            HeldFrames = counters.HeldFrames,
            SilentFrames = counters.SilentFrames,
            StretchedFrames = counters.StretchedFrames,
            ShortenedFrames = counters.ShortenedFrames,
        };
    }
}
