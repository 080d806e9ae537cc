using System.Buffers.Text;
using System.Net.WebSockets;
using System.Text.Json;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Json;

namespace Continuo.Server.Events;

/// <summary>
/// One connection to the event socket. Events wait in a bounded queue; if that is full they are dropped together, and the client gets a
/// snapshot instead. Of meters only the latest message waits. Offering is thread-safe and never waits; one task sends.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="mayReadLog">Whether the client's role includes the log.</param>
internal sealed class EventClient(WebSocket socket, bool mayReadLog) : IDisposable
{
    private const int Capacity = 1000;

    private static readonly byte[] MetersHead = [.. "{\"type\":\"meters\",\"dropped\":"u8];

    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _events = new();
    private readonly Queue<byte[]> _replies = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private byte[]? _meters;
    private byte[] _message = new byte[4096];
    private bool _wantsEvents = true;
    private bool _needsHello = true;
    private long _dropped;
    private long _sent;
    private long _bytes;

    /// <summary>Whether lines of the log are for it.</summary>
    public bool ReadsLog => mayReadLog && Volatile.Read(ref _wantsEvents);

    /// <summary>Meter messages that were replaced before they could be sent, and events that were dropped.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Messages sent.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Bytes of these.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether it wants events. While it does not, none wait.</summary>
    public bool WantsEvents
    {
        set
        {
            lock (_gate)
            {
                if (value && !_wantsEvents) _needsHello = true; // what it has missed
                _wantsEvents = value;
                if (!value) _events.Clear();
            }

            Signal();
        }
    }

    /// <summary>After it no message is sent; offers are ignored.</summary>
    public void Dispose() => _signal.Dispose();

    /// <summary>Gives it an event.</summary>
    public void OfferEvent(byte[] message)
    {
        lock (_gate)
        {
            if (!_wantsEvents || _needsHello) return; // the snapshot will contain it
            if (_events.Count == Capacity)
            {
                Volatile.Write(ref _dropped, _dropped + _events.Count + 1);
                _events.Clear();
                _needsHello = true;
            }
            else
            {
                _events.Enqueue(message);
            }
        }

        Signal();
    }

    /// <summary>Gives it meters; a message that still waits is replaced.</summary>
    /// <param name="frame">A JSON object without type and count.</param>
    public void OfferMeters(byte[] frame)
    {
        if (Interlocked.Exchange(ref _meters, frame) is not null) Interlocked.Increment(ref _dropped);
        Signal();
    }

    /// <summary>Answers a message of the client.</summary>
    public void Reply(byte[] message)
    {
        lock (_gate)
        {
            if (_replies.Count < Capacity) _replies.Enqueue(message); // it does not read what it asks for
        }

        Signal();
    }

    /// <summary>Sends until it is cancelled or the connection fails.</summary>
    /// <param name="hello">Makes the snapshot that comes first, and again after events were dropped.</param>
    /// <param name="end">Ends it between two messages.</param>
    /// <param name="connection">Ends it at once, and the connection.</param>
    public async Task SendAsync(Func<CancellationToken, Task<HelloMessage>> hello, CancellationToken end, CancellationToken connection)
    {
        while (true)
        {
            end.ThrowIfCancellationRequested();
            if (TakeNeedOfHello())
            {
                var message = await hello(end).ConfigureAwait(false);
                await SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Default.HelloMessage), connection)
                    .ConfigureAwait(false);
            }

            while (TakeReplyOrEvent() is { } next) await SendAsync(next, connection).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _meters, null) is { } frame) await SendAsync(MetersOf(frame), connection).ConfigureAwait(false);
            else if (!NeedsHello()) await _signal.WaitAsync(end).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellation).ConfigureAwait(false);
        Volatile.Write(ref _sent, _sent + 1);
        Volatile.Write(ref _bytes, _bytes + message.Length);
    }

    /// <summary>The frame with its head, in a buffer that is used again.</summary>
    private ReadOnlyMemory<byte> MetersOf(byte[] frame)
    {
        var most = MetersHead.Length + 24 + frame.Length;
        if (_message.Length < most) _message = new byte[2 * most];
        MetersHead.CopyTo(_message, 0);
        Utf8Formatter.TryFormat(Dropped, _message.AsSpan(MetersHead.Length), out var digits);
        var at = MetersHead.Length + digits;
        _message[at++] = (byte)',';
        frame.AsSpan(1).CopyTo(_message.AsSpan(at)); // without its brace
        return _message.AsMemory(0, at + frame.Length - 1);
    }

    private bool TakeNeedOfHello()
    {
        lock (_gate)
        {
            if (!_needsHello) return false;
            _needsHello = false; // events from now on wait, and come after it
            return true;
        }
    }

    private bool NeedsHello()
    {
        lock (_gate) return _needsHello;
    }

    private byte[]? TakeReplyOrEvent()
    {
        lock (_gate) return _replies.TryDequeue(out var reply) ? reply : _events.TryDequeue(out var message) ? message : null;
    }

    private void Signal()
    {
        try
        {
            if (_signal.CurrentCount == 0) _signal.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Another thread has signalled meanwhile, or the connection has ended.
        }
    }
}
