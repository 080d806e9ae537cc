using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rooms;
using Continuo.Rtp.Packets;

namespace Continuo.Simulation.Load;

/// <summary>
/// A speaker's input that keeps, for the last reads, how old the audio was: what the latency of a listener is explained by. Disposes the
/// inner input.
/// </summary>
/// <param name="inner">The input.</param>
/// <param name="delayMs">Delay of the last read beyond the shortest transit, as the jitter buffer measures it.</param>
internal sealed class TimedInput(ISpeakerInput inner, Func<double> delayMs) : ISpeakerInput
{
    private const int Kept = 2048; // about forty seconds: read by the checking thread long before they are overwritten

    private readonly TimedRead[] _reads = new TimedRead[Kept];
    private long _count;

    /// <inheritdoc/>
    public AudioFormat Format => inner.Format;

    /// <inheritdoc/>
    [RealTime]
    public PacketCodec? Codec => inner.Codec;

    /// <inheritdoc/>
    public bool WakesRoom => inner.WakesRoom;

    /// <inheritdoc/>
    [RealTime]
    public bool IsIdle => inner.IsIdle;

    /// <inheritdoc/>
    [RealTime]
    public long LastArrival => inner.LastArrival;

    /// <inheritdoc/>
    [RealTime]
    public SpeakerBlock Read(Span<float> samples)
    {
        var (newest, now) = (inner.LastArrival, SystemClock.Instance.Now);
        var status = inner.Read(samples);
#pragma warning disable CTN016 // LoadRun gives one of two that read a number.
        _reads[_count % Kept] = new TimedRead(now, newest, delayMs());
#pragma warning restore CTN016
        Volatile.Write(ref _count, _count + 1);
        return status;
    }

    /// <summary>The first read at or after a time. Thread-safe.</summary>
    public bool TryFind(long time, out TimedRead read)
    {
        read = default;
        var count = Volatile.Read(ref _count);
        for (var i = count - 1; i >= Math.Max(0, count - Kept + 8); i--)
        {
            if (_reads[i % Kept].Time < time) return i < count - 1;
            read = _reads[i % Kept];
        }

        return false;
    }

    /// <inheritdoc/>
    [RealTime]
    public bool TryGetPacket(out ReadOnlySpan<byte> packet) => inner.TryGetPacket(out packet);

    /// <inheritdoc/>
    [RealTime]
    public void CatchUp() => inner.CatchUp();

    /// <inheritdoc/>
    public void Connect(RoomWake wake) => inner.Connect(wake);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
