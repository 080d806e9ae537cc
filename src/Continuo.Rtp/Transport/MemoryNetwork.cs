using System.Net;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;

namespace Continuo.Rtp.Transport;

/// <summary>
/// A network inside the process: transports that reach each other by port, without sockets. For tests, and for RTP between parts of one
/// program. It neither loses nor reorders anything, as long as receivers keep up. Thread-safe.
/// </summary>
/// <param name="clock">The clock of arrival times; <see langword="null"/>: the machine's.</param>
/// <param name="capacity">
/// Maximum number of datagrams queued at each transport; further ones are dropped and counted. Rounded up to a power of two.
/// </param>
/// <param name="maxBytes">The longest datagram.</param>
public sealed class MemoryNetwork(MonotonicClock? clock = null, int capacity = 256, int maxBytes = 1500)
{
    private const int FirstFreePort = 49_152;
    private readonly Lock _lock = new();
    private MemoryTransport[] _transports = [];

    internal MonotonicClock Clock { get; } = clock ?? SystemClock.Instance;

    /// <summary>Adds a transport and allocates all memory it needs.</summary>
    /// <param name="port">Its port; 0 selects a free one.</param>
    /// <exception cref="ArgumentException">The port is in use.</exception>
    public IPacketTransport Open(int port = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        lock (_lock)
        {
            if (port == 0) port = Enumerable.Range(FirstFreePort, IPEndPoint.MaxPort - FirstFreePort).First(p => !IsInUse(p));
            else if (IsInUse(port)) throw new ArgumentException($"Port {port} of this network is in use.", nameof(port));
            var transport = new MemoryTransport(this, new IPEndPoint(IPAddress.Loopback, port), new DatagramQueue(capacity, maxBytes));
            Volatile.Write(ref _transports, [.. _transports, transport]);
            return transport;
        }
    }

    [RealTime]
    internal MemoryTransport? Find(in PeerAddress address)
    {
        foreach (var transport in Volatile.Read(ref _transports))
        {
            if (transport.Address == address) return transport;
        }

        return null;
    }

    internal void Remove(MemoryTransport transport)
    {
        lock (_lock) Volatile.Write(ref _transports, [.. _transports.Where(t => t != transport)]);
    }

    private bool IsInUse(int port) => _transports.Any(t => t.Local.Port == port);
}
