using Continuo.Diagnostics;

namespace Continuo.Rtp.Sockets;

/// <summary>
/// Datagrams to receive or send in one call, with their peers and arrival times. Allocates only in the constructor. Not thread-safe;
/// real-time-safe.
/// </summary>
public sealed class DatagramBatch
{
    private readonly byte[] _bytes;
    private readonly int[] _lengths;
    private readonly PeerAddress[] _peers;
    private readonly long[] _arrivals;
    private readonly bool[] _refused;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="capacity">Maximum number of datagrams, 1…1024.</param>
    /// <param name="maxBytes">Maximum length of a datagram in bytes, 1…65535.</param>
    public DatagramBatch(int capacity, int maxBytes = 1500)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, 65_535);
        Capacity = capacity;
        MaxBytes = maxBytes;
        // Pinned, so that the system can keep the addresses.
        _bytes = GC.AllocateArray<byte>(capacity * maxBytes, pinned: true);
        _lengths = new int[capacity];
        _peers = new PeerAddress[capacity];
        _arrivals = new long[capacity];
        _refused = new bool[capacity];
        if (OperatingSystem.IsLinux()) Native = new LinuxMessages(_bytes, capacity, maxBytes);
    }

    /// <summary>Maximum number of datagrams.</summary>
    [RealTime]
    public int Capacity { get; }

    /// <summary>Maximum length of a datagram in bytes. Longer received datagrams are dropped.</summary>
    [RealTime]
    public int MaxBytes { get; }

    /// <summary>Number of datagrams in the batch.</summary>
    [RealTime]
    public int Count { get; private set; }

    [RealTime]
    internal LinuxMessages? Native { get; }

    /// <summary>The bytes of a datagram.</summary>
    [RealTime]
    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(index * MaxBytes, _lengths[index]);

    /// <summary>The bytes of a datagram, for changes in place.</summary>
    [RealTime]
    internal Span<byte> Content(int index) => _bytes.AsSpan(index * MaxBytes, _lengths[index]);

    /// <summary>Sender of a received datagram, or destination of one to send.</summary>
    [RealTime]
    public PeerAddress Peer(int index) => _peers[index];

    /// <summary>
    /// Arrival time in nanoseconds of <see cref="Clocks.SystemClock"/>: the kernel's timestamp if available, otherwise the time of reading.
    /// </summary>
    [RealTime]
    public long Arrival(int index) => _arrivals[index];

    /// <summary>Removes all datagrams.</summary>
    [RealTime]
    public void Clear() => Count = 0;

    /// <summary>Buffer for the next datagram to send, <see cref="MaxBytes"/> long. Write to it, then call <see cref="Add"/>.</summary>
    [RealTime]
    public Span<byte> Next => _bytes.AsSpan(Count * MaxBytes, MaxBytes);

    /// <summary>Adds the datagram written to <see cref="Next"/>. The batch must not be full.</summary>
    [RealTime]
    public void Add(int bytes, in PeerAddress peer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Count, Capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, MaxBytes);
        _lengths[Count] = bytes;
        _refused[Count] = false;
        _peers[Count++] = peer;
    }

    /// <summary>
    /// Adds a received datagram written to <see cref="Next"/>. The batch must not be full. For implementations of
    /// <see cref="Transport.IPacketTransport"/>.
    /// </summary>
    /// <param name="bytes">Length in bytes.</param>
    /// <param name="sender">Sender.</param>
    /// <param name="arrival">Arrival time in nanoseconds of <see cref="Clocks.SystemClock"/> or of the session's clock.</param>
    [RealTime]
    public void AddReceived(int bytes, in PeerAddress sender, long arrival)
    {
        Add(bytes, sender);
        _arrivals[Count - 1] = arrival;
    }

    /// <summary>Whether the system refused to send a datagram. After sending, until <see cref="Clear"/>.</summary>
    [RealTime]
    internal bool IsRefused(int index) => _refused[index];

    /// <summary>Marks a datagram that was not sent.</summary>
    [RealTime]
    internal void Refuse(int index) => _refused[index] = true;

    /// <summary>Adds a received datagram, and moves it down if others before it were dropped.</summary>
    [RealTime]
    internal void AddReceived(int slot, int bytes, in PeerAddress peer, long arrival)
    {
        if (slot != Count) _bytes.AsSpan(slot * MaxBytes, bytes).CopyTo(_bytes.AsSpan(Count * MaxBytes));
        _lengths[Count] = bytes;
        _arrivals[Count] = arrival;
        _peers[Count++] = peer;
    }
}
