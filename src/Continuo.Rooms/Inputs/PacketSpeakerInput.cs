using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Concealment;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Inputs;

/// <summary>
/// A speaker whose packets arrive one by one, from any transport: a jitter buffer, its concealment, and the decoder. One thread inserts.
/// </summary>
public sealed class PacketSpeakerInput : ISpeakerInput, IWatchedInput
{
    private const long IdleNanoseconds = 1_000_000_000;

    private readonly JitterBuffer _buffer;
    private readonly MonotonicClock _clock;
    private readonly PacketWatchers _watchers = new();
    private RoomWake? _wake;
    private long _lastArrival;

    /// <summary>Creates an input.</summary>
    /// <param name="codec">Codec of the packets; its rate is the room's.</param>
    /// <param name="jitter">Options of the jitter buffer; <see langword="null"/> for the defaults.</param>
    /// <param name="clock">The room's clock; <see langword="null"/> for the system's.</param>
    /// <exception cref="AudioException">An option is out of range, or a library is missing.</exception>
    public PacketSpeakerInput(PacketCodec codec, JitterBufferOptions? jitter = null, MonotonicClock? clock = null)
    {
        ArgumentNullException.ThrowIfNull(codec);
        _clock = clock ?? SystemClock.Instance;
        Codec = codec;
        _buffer = new JitterBuffer(CodecRegistry.CreateDecoder(codec),
            (jitter ?? JitterBufferOptions.Default) with { PacketTime = codec.PacketTime, KeepsPackets = true }, _clock);
    }

    /// <inheritdoc/>
    public AudioFormat Format => _buffer.Format;

    /// <inheritdoc/>
    [RealTime]
    public PacketCodec Codec { get; }

    /// <inheritdoc/>
    public bool WakesRoom => true;

    /// <inheritdoc/>
    [RealTime]
    public bool IsIdle => LastArrival == 0 || _clock.Now - LastArrival > IdleNanoseconds;

    /// <inheritdoc/>
    [RealTime]
    public long LastArrival => Volatile.Read(ref _lastArrival);

    PacketWatchers IWatchedInput.Watchers => _watchers;

    /// <summary>Statistics of the jitter buffer. Thread-safe; allocates.</summary>
    public JitterBufferStatistics Statistics => _buffer.GetStatistics();

    /// <summary>Delay of the last read beyond the shortest transit, in ms. On the reader's thread; real-time-safe.</summary>
    [RealTime]
    internal double DelayMs => _buffer.DelayMs;

    /// <summary>Inserts a packet; wakes the room if it is parked. Never throws; real-time-safe. One thread at a time.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="arrival">When it arrived, in nanoseconds of the clock.</param>
    [RealTime]
    public void Insert(in IncomingPacket packet, long arrival)
    {
        _buffer.Insert(packet, arrival);
        Volatile.Write(ref _lastArrival, Math.Max(1, arrival));
        _watchers.Watch(packet, Codec, arrival);
        _wake?.Wake();
    }

    /// <summary>The next packet begins another stream. On the inserting thread; real-time-safe.</summary>
    [RealTime]
    public void Restart() => _buffer.Restart();

    /// <inheritdoc/>
    [RealTime]
    public SpeakerBlock Read(Span<float> samples)
    {
        _buffer.Read(samples);
        var status = SpeakerBlock.Silent;
        foreach (ref readonly var piece in _buffer.Pieces)
        {
            if (piece.Frames == 0) continue;
            if (piece.Kind == PlayoutKind.Played) return SpeakerBlock.Heard;
            if (piece.Kind == PlayoutKind.Concealed) status = SpeakerBlock.Concealed;
        }

        return status;
    }

    /// <inheritdoc/>
    [RealTime]
    public bool TryGetPacket(out ReadOnlySpan<byte> packet) => _buffer.TryGetPacket(out packet);

    /// <inheritdoc/>
    [RealTime]
    public void CatchUp() => _buffer.CatchUp();

    /// <inheritdoc/>
    public void Connect(RoomWake wake) => _wake = wake;

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
