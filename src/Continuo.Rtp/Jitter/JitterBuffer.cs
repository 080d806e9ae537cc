using System.Diagnostics;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Concealment;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Plays out in time what a network delayed, reordered, duplicated and lost. Packets go in as they arrive; audio comes out in blocks
/// of any length, each filled to the last frame, at the pace of whoever reads.
/// </summary>
/// <remarks>
/// Two threads, which never wait for each other: one calls <see cref="Insert"/> and <see cref="Restart"/>, one calls
/// <see cref="Read"/>. <see cref="GetStatistics"/> may be called by any. Nothing is allocated per packet or block. How the delay is
/// found stands in docs/jitter-buffer.md.
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

    /// <summary>Creates a buffer; everything is allocated here.</summary>
    /// <param name="decoder">What turns payloads into audio. Disposed with the buffer.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="clock">The time of reading; arrival times must be of the same.</param>
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

    /// <summary>The longest payload that is taken, in bytes.</summary>
    public int MaxPayloadBytes => _maxPayload;

    /// <summary>The format of what is read.</summary>
    public AudioFormat Format => _decoder.Format;

    /// <summary>
    /// What the last <see cref="Read"/> gave, piece by piece, and what it left out. Valid until the next; on the reader's thread.
    /// Real-time-safe.
    /// </summary>
    [RealTime]
    public ReadOnlySpan<PlayoutPiece> Pieces => _playout.Pieces;

    /// <summary>The delay that is aimed at, and why. On the reader's thread; real-time-safe.</summary>
    [RealTime]
    public DelayDecision Target => _state.Target.Decision;

    /// <summary>How long after the earliest possible time audio is heard, in ms. On the reader's thread; real-time-safe.</summary>
    [RealTime]
    public double DelayMs => _playout.DelayMs;

    /// <summary>By how much the sender's clock is slower than ours, in parts per million. On the reader's thread; real-time-safe.</summary>
    [RealTime]
    public double DriftPpm => _state.Clock.DriftPpm;

    /// <summary>
    /// Takes a packet; one thread at a time. Copies in a packet go in before it. Whatever it holds, nothing is thrown. Real-time-safe, wait-free.
    /// </summary>
    /// <param name="packet">What came.</param>
    /// <param name="arrivalTime">When, in nanoseconds of the clock.</param>
    [RealTime]
    public void Insert(in IncomingPacket packet, long arrivalTime)
    {
        if (packet.Payload.Length > _maxPayload) Volatile.Write(ref _oversized, _oversized + 1);
        else _ring.Write(packet, arrivalTime, _stream);
    }

    /// <summary>Says that the packets to come are of another stream (a new SSRC). On the thread that inserts. Real-time-safe.</summary>
    [RealTime]
    public void Restart() => _stream++;

    /// <summary>
    /// Fills <paramref name="output"/> with what is due next: frames × channels, interleaved. One thread at a time. Real-time-safe,
    /// wait-free; costs what the decoder does.
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
    /// Writes what was sent, exactly, as far as it has come: frames × channels, interleaved. With <see cref="JitterBufferOptions.IsExact"/> only, and instead of
    /// <see cref="Read"/>. One thread at a time. Real-time-safe, wait-free.
    /// </summary>
    /// <returns>The number of frames written; 0 if nothing is there, or a missing packet is still waited for.</returns>
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

    /// <summary>What it did so far, and why the delay is what it is. Thread-safe; allocates.</summary>
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

    /// <summary>Disposes of the decoder. Neither thread may use the buffer after that.</summary>
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
