using Continuo.Diagnostics;

namespace Continuo.Rtp.Sockets;

/// <summary>
/// Datagrams that are received or sent with one call, with their peers and times. All memory is made beforehand. Not thread-safe;
/// real-time-safe.
/// </summary>
public sealed class DatagramBatch
{
    private readonly byte[] _bytes;
    private readonly int[] _lengths;
    private readonly PeerAddress[] _peers;
    private readonly long[] _arrivals;

    /// <summary>Makes room.</summary>
    /// <param name="capacity">How many datagrams, 1…1024.</param>
    /// <param name="maxBytes">How long each may be, 1…65535.</param>
    public DatagramBatch(int capacity, int maxBytes = 1500)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, 65_535);
        Capacity = capacity;
        MaxBytes = maxBytes;
        // Pinned, so that the system may be given addresses once and for all.
        _bytes = GC.AllocateArray<byte>(capacity * maxBytes, pinned: true);
        _lengths = new int[capacity];
        _peers = new PeerAddress[capacity];
        _arrivals = new long[capacity];
        if (OperatingSystem.IsLinux()) Native = new LinuxMessages(_bytes, capacity, maxBytes);
    }

    /// <summary>How many datagrams fit.</summary>
    [RealTime]
    public int Capacity { get; }

    /// <summary>How long each may be. A longer one is dropped when it is received.</summary>
    [RealTime]
    public int MaxBytes { get; }

    /// <summary>How many there are.</summary>
    [RealTime]
    public int Count { get; private set; }

    [RealTime]
    internal LinuxMessages? Native { get; }

    /// <summary>One datagram.</summary>
    [RealTime]
    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(index * MaxBytes, _lengths[index]);

    /// <summary>Who sent it, or who is to receive it.</summary>
    [RealTime]
    public PeerAddress Peer(int index) => _peers[index];

    /// <summary>When it was received, in nanoseconds of <see cref="Clocks.SystemClock"/>: by the kernel where it says so, else by this process.</summary>
    [RealTime]
    public long Arrival(int index) => _arrivals[index];

    /// <summary>Forgets all.</summary>
    [RealTime]
    public void Clear() => Count = 0;

    /// <summary>Where to write the next datagram to be sent: <see cref="MaxBytes"/> long. <see cref="Add"/> then adds it.</summary>
    [RealTime]
    public Span<byte> Next => _bytes.AsSpan(Count * MaxBytes, MaxBytes);

    /// <summary>Adds what was written to <see cref="Next"/>; there must be room.</summary>
    [RealTime]
    public void Add(int bytes, in PeerAddress peer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Count, Capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, MaxBytes);
        _lengths[Count] = bytes;
        _peers[Count++] = peer;
    }

    /// <summary>Adds a datagram that was received and has been written to <see cref="Next"/>; there must be room. For implementations of <see cref="Transport.IPacketTransport"/>.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="sender">Who sent it.</param>
    /// <param name="arrival">When it arrived, in nanoseconds of <see cref="Clocks.SystemClock"/>, or of the clock that the receiving session was given.</param>
    [RealTime]
    public void AddReceived(int bytes, in PeerAddress sender, long arrival)
    {
        Add(bytes, sender);
        _arrivals[Count - 1] = arrival;
    }

    /// <summary>Adds one that was received, and moves it down if others before it were dropped.</summary>
    [RealTime]
    internal void AddReceived(int slot, int bytes, in PeerAddress peer, long arrival)
    {
        if (slot != Count) _bytes.AsSpan(slot * MaxBytes, bytes).CopyTo(_bytes.AsSpan(Count * MaxBytes));
        _lengths[Count] = bytes;
        _arrivals[Count] = arrival;
        _peers[Count++] = peer;
    }
}
