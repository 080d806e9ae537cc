using System.Net;
using System.Net.Sockets;
using Continuo.Clocks;

namespace Continuo.Mumble.Voice;

/// <summary>
/// Encrypted voice on UDP beside the control connection. It is used once a ping has come back, and not any longer when pings stay without
/// an answer (<see cref="Limit"/>).
/// </summary>
/// <remarks>One thread sends voice; pings, keys and statistics are thread-safe.</remarks>
internal sealed class UdpVoice : IDisposable
{
    /// <summary>UDP is given up after so long without a datagram from the server.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2.5);

    private readonly MonotonicClock _clock;
    private readonly Socket _socket;
    private readonly Lock _sending = new();
    private readonly byte[] _outgoing = new byte[IVoiceLayout.MaxBytes + CryptSender.OverheadBytes];
    private CryptSender? _sender;
    private CryptReceiver? _receiver;
    private long _lastGood, _lastRefused;
    private long _sent, _packets;

    /// <summary>Opens the socket.</summary>
    /// <param name="server">Address of the server.</param>
    /// <param name="clock">Clock of arrival times.</param>
    /// <exception cref="SocketException">It cannot be opened.</exception>
    public UdpVoice(IPEndPoint server, MonotonicClock clock)
    {
        _clock = clock;
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Connect(server);
    }

    /// <summary>Whether datagrams get through in both directions.</summary>
    public bool IsUsable => Volatile.Read(ref _lastGood) is > 0 and var last && _clock.Now - last < Limit.Ticks * 100;

    /// <summary>When the last authentic datagram arrived; 0 for none.</summary>
    public long LastGood => Volatile.Read(ref _lastGood);

    /// <summary>When the last datagram was refused; 0 for none.</summary>
    public long LastRefused => Volatile.Read(ref _lastRefused);

    /// <summary>Number of voice packets sent.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Number of packets received.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>The receiving direction, for its counters; <see langword="null"/> before the keys are known.</summary>
    public CryptReceiver? Receiver => Volatile.Read(ref _receiver);

    /// <summary>Nonce of the last datagram sent; <see langword="null"/> before the keys are known.</summary>
    public byte[]? SenderNonce
    {
        get
        {
            lock (_sending) return _sender?.Nonce;
        }
    }

    /// <summary>Uses new keys.</summary>
    public void SetKeys(ReadOnlySpan<byte> key, ReadOnlySpan<byte> clientNonce, ReadOnlySpan<byte> serverNonce)
    {
        lock (_sending)
        {
            _sender?.Dispose();
            _sender = new CryptSender(key, clientNonce);
        }

        var receiver = new CryptReceiver(key, serverNonce);
        Interlocked.Exchange(ref _receiver, receiver); // the old one may be in use; the collector frees it
    }

    /// <summary>Continues with the server's nonce.</summary>
    public void Resume(ReadOnlySpan<byte> serverNonce)
    {
        if (Receiver is not { } receiver) return;
        lock (receiver) receiver.Resume(serverNonce);
    }

    /// <summary>Sends a packet encrypted.</summary>
    /// <returns>Whether the system took it.</returns>
    public bool Send(ReadOnlySpan<byte> packet, bool isVoice = true)
    {
        lock (_sending)
        {
            if (_sender is not { } sender || packet.Length > IVoiceLayout.MaxBytes) return false;
            try
            {
                var length = sender.Protect(packet, _outgoing);
                _socket.Send(_outgoing.AsSpan(0, length));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false; // unreachable: the pings find it out
            }

            if (isVoice) _sent++;
            return true;
        }
    }

    /// <summary>Receives until the socket is closed.</summary>
    /// <param name="handle">Called with each authentic packet and its arrival time, on a thread of the pool.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task ReceiveAsync(Action<ReadOnlyMemory<byte>, long> handle, CancellationToken cancellation)
    {
        var datagram = new byte[2048];
        var packet = new byte[2048];
        while (!cancellation.IsCancellationRequested)
        {
            int length;
            try
            {
                length = await _socket.ReceiveAsync(datagram.AsMemory(), SocketFlags.None, cancellation).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // An ICMP error about something sent before.
                await Task.Delay(10, cancellation).ConfigureAwait(false);
                continue;
            }

            var now = _clock.Now;
            if (Receiver is not { } receiver) continue;
            if (!TryOpen(receiver, datagram.AsSpan(0, length), packet, out var bytes))
            {
                Volatile.Write(ref _lastRefused, now);
                continue;
            }

            Volatile.Write(ref _lastGood, Math.Max(1, now));
            Volatile.Write(ref _packets, _packets + 1);
            handle(packet.AsMemory(0, bytes), now);
        }
    }

    private static bool TryOpen(CryptReceiver receiver, ReadOnlySpan<byte> datagram, Span<byte> packet, out int length)
    {
        lock (receiver) return receiver.TryOpen(datagram, packet, out length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        lock (_sending)
        {
            _sender?.Dispose();
            _sender = null;
        }
    }
}
