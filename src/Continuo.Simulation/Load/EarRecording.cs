using Continuo.Diagnostics;

namespace Continuo.Simulation.Load;

/// <summary>
/// Some consecutive blocks as one listener received them. A tick or a socket's thread fills it; the checking thread reads it when it is
/// complete.
/// </summary>
internal sealed class EarRecording(int blocks, int blockSamples, int maxBytes)
{
    private readonly byte[] _payloads = new byte[blocks * maxBytes];
    private readonly int[] _lengths = new int[blocks];
    private readonly long[] _arrivals = new long[blocks];
    private readonly (long Due, long Delivered)[] _times = new (long, long)[blocks];
    private int _count;

    /// <summary>Number of blocks that are recorded.</summary>
    public int Blocks => blocks;

    /// <summary>Number of blocks recorded so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether all blocks are recorded.</summary>
    public bool IsComplete => Volatile.Read(ref _count) >= blocks;

    /// <summary>The mixes before they were encoded, if the listener receives them.</summary>
    public float[] Samples { get; } = new float[blocks * blockSamples];

    /// <summary>Whether <see cref="Samples"/> are filled.</summary>
    public bool HasSamples { get; private set; }

    public ReadOnlySpan<byte> Payload(int block) => _payloads.AsSpan(block * maxBytes, _lengths[block]);

    /// <summary>When a block arrived, in nanoseconds of the clock.</summary>
    public long Arrival(int block) => _arrivals[block];

    /// <summary>When a block's tick was due, and when the room delivered it, in nanoseconds of the clock.</summary>
    public (long Due, long Delivered) Times(int block) => _times[block];

    /// <summary>Makes it empty. Not while it is filled.</summary>
    public void Clear() => Volatile.Write(ref _count, 0);

    /// <summary>Adds a block.</summary>
    /// <returns>Whether it is complete.</returns>
    [RealTime]
    public bool Add(ReadOnlySpan<byte> payload, ReadOnlySpan<float> samples, (long Due, long Delivered) times, long arrival)
    {
        if (_count >= blocks) return true;
        _lengths[_count] = Math.Min(payload.Length, maxBytes);
        payload[.._lengths[_count]].CopyTo(_payloads.AsSpan(_count * maxBytes));
        HasSamples = !samples.IsEmpty;
        samples.CopyTo(Samples.AsSpan(_count * blockSamples));
        _arrivals[_count] = arrival;
        _times[_count] = times;
        Volatile.Write(ref _count, _count + 1);
        return _count >= blocks;
    }
}
