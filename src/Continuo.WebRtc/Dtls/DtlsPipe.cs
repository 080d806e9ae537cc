namespace Continuo.WebRtc.Dtls;

/// <summary>
/// The received DTLS datagrams of one peer, from the network's thread to the one that performs the handshake, and the way back. Bounded:
/// what does not fit is dropped, as a network would. Thread-safe.
/// </summary>
internal sealed class DtlsPipe(IDtlsWire wire)
{
    /// <summary>Largest datagram received. Firefox sends a ClientHello of 1408 bytes in one.</summary>
    public const int MaxReceiveBytes = 1500;

    /// <summary>Largest datagram sent.</summary>
    public const int MaxSendBytes = 1200;

    /// <summary>Most datagrams that wait.</summary>
    public const int Capacity = 32;

    private readonly Queue<byte[]> _waiting = new();
    private bool _isClosed;

    /// <summary>Whether the pipe is closed.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Whether a datagram waits.</summary>
    public bool HasAny
    {
        get
        {
            lock (_waiting) return _waiting.Count > 0;
        }
    }

    /// <summary>Adds a received datagram. Never blocks for long.</summary>
    /// <returns>Whether there was room.</returns>
    public bool Deliver(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > MaxReceiveBytes) return false;
        lock (_waiting)
        {
            if (_isClosed || _waiting.Count >= Capacity) return false;
            _waiting.Enqueue(datagram.ToArray());
            Monitor.Pulse(_waiting);
            return true;
        }
    }

    /// <summary>Takes the next datagram, or waits for it.</summary>
    /// <returns>Its length; −1 after the time-out, and at once when the pipe is closed (<see cref="IsClosed"/>).</returns>
    public int Receive(Span<byte> buffer, TimeSpan timeout)
    {
        var end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        lock (_waiting)
        {
            while (_waiting.Count == 0)
            {
                var left = end - Environment.TickCount64;
                if (_isClosed || left <= 0) return -1;
                Monitor.Wait(_waiting, (int)Math.Min(left, int.MaxValue));
            }

            if (_isClosed) return -1;
            var datagram = _waiting.Dequeue();
            if (datagram.Length > buffer.Length) return -1;
            datagram.CopyTo(buffer);
            return datagram.Length;
        }
    }

    /// <summary>Sends a datagram, unless the pipe is closed.</summary>
    public void Send(ReadOnlySpan<byte> datagram)
    {
        if (!IsClosed) wire.Send(datagram);
    }

    /// <summary>Drops all datagrams and ends a wait.</summary>
    public void Close()
    {
        lock (_waiting)
        {
            Volatile.Write(ref _isClosed, true);
            _waiting.Clear();
            Monitor.PulseAll(_waiting);
        }
    }
}
