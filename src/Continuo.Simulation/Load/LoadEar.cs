using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rooms;

namespace Continuo.Simulation.Load;

/// <summary>
/// A listener of the load: counts blocks that are missing, and records some when the checking thread asks for it. In memory the room
/// delivers to it; over RTP a <see cref="EarSocket"/> does.
/// </summary>
internal sealed class LoadEar(int room, int number) : IListenerOutput
{
    private const int SentTicks = 64;

    private readonly (long Tick, long Due, long Delivered)[] _sent = new (long, long, long)[SentTicks];
    private EarRecording? _recording;
    private long _next = -1;
    private long _blocks, _missed;

    /// <summary>Number of the room.</summary>
    public int Room { get; } = room;

    /// <summary>Number of the listener in its room.</summary>
    public int Number { get; } = number;

    /// <summary>Number of blocks received.</summary>
    public long Blocks => Volatile.Read(ref _blocks);

    /// <summary>Number of blocks that were missing or came twice.</summary>
    public long Missed => Volatile.Read(ref _missed);

    /// <summary>Records the next blocks.</summary>
    public void Record(EarRecording recording)
    {
        recording.Clear();
        Volatile.Write(ref _recording, recording);
    }

    /// <inheritdoc/>
    [RealTime]
    public void Deliver(in RoomBlock block)
    {
        Send(block);
        Take(block.Tick, block.Payload, block.Samples, SystemClock.Instance.Now);
    }

    /// <summary>Notes that the room delivers a block, which arrives later.</summary>
    [RealTime]
    public void Send(in RoomBlock block) => _sent[block.Tick % SentTicks] = (block.Tick, block.Due, SystemClock.Instance.Now);

    /// <summary>Takes a block. One thread at a time.</summary>
    [RealTime]
    public void Take(long tick, ReadOnlySpan<byte> payload, ReadOnlySpan<float> samples, long arrival)
    {
        if (_next >= 0 && tick != _next) Volatile.Write(ref _missed, _missed + Math.Max(1, Math.Abs(tick - _next)));
        _next = tick + 1;
        Volatile.Write(ref _blocks, _blocks + 1);
        if (Volatile.Read(ref _recording) is not { } recording) return;
        var (_, due, delivered) = _sent[tick % SentTicks];
        if (recording.Add(payload, samples, (due, delivered), arrival)) Volatile.Write(ref _recording, null);
    }
}
