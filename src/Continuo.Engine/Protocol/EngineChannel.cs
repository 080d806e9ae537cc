using System.Net.Sockets;

namespace Continuo.Engine.Protocol;

/// <summary>
/// Exchanges whole messages over a socket, on either side. A message that has begun must be complete within the timeout; a partial, slow or
/// invalid message ends the connection. Does not allocate. Not thread-safe.
/// </summary>
internal sealed class EngineChannel(Socket socket) : IDisposable
{
    /// <summary>How long a peer may take to complete a message, and to accept one.</summary>
    public static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(1);

    private readonly byte[] _in = new byte[MessageHeader.Bytes + MessageHeader.MaxLength];
    private readonly byte[] _out = new byte[MessageHeader.Bytes + MessageHeader.MaxLength];

    public Socket Socket => socket;

    /// <summary>What was wrong with the last message; <see langword="null"/> if the peer has disconnected.</summary>
    public string? Fault { get; private set; }

    /// <summary>Content of the last received message.</summary>
    public ReadOnlySpan<byte> Content => _in.AsSpan(MessageHeader.Bytes, _length);

    private int _length;

    /// <summary>Buffer for the content of the next message.</summary>
    public Span<byte> Outgoing => _out.AsSpan(MessageHeader.Bytes);

    /// <summary>Receives one message.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="idle">How long to wait for its first byte; <see langword="null"/>: no limit.</param>
    /// <returns>Whether a message was received; if not, the connection is unusable.</returns>
    public bool Receive(out MessageHeader header, TimeSpan? idle)
    {
        header = default;
        Fault = null;
        _length = 0;
        socket.ReceiveTimeout = idle is { } time ? (int)time.TotalMilliseconds : 0;
        var first = socket.Receive(_in.AsSpan(0, MessageHeader.Bytes), SocketFlags.None, out var error);
        if (first <= 0)
        {
            if (error == SocketError.TimedOut) Fault = "no message arrived in time";
            return false;
        }

        var deadline = Environment.TickCount64 + (long)ReplyTimeout.TotalMilliseconds;
        if (!Fill(first, MessageHeader.Bytes, deadline)) return false;
        Fault = MessageHeader.TryRead(_in, out header);
        if (Fault is not null || !Fill(MessageHeader.Bytes, MessageHeader.Bytes + header.Length, deadline)) return false;
        _length = header.Length;
        return true;
    }

    /// <summary>Sends one message whose content has been written to <see cref="Outgoing"/>.</summary>
    /// <returns>Whether the peer accepted it; if not, the connection is unusable.</returns>
    public bool Send(EngineMessageType type, uint request, int length)
    {
        new MessageHeader(type, request, length).WriteTo(_out);
        socket.SendTimeout = (int)ReplyTimeout.TotalMilliseconds;
        var rest = _out.AsSpan(0, MessageHeader.Bytes + length);
        while (rest.Length > 0)
        {
            var sent = socket.Send(rest, SocketFlags.None, out _);
            if (sent <= 0) return false;
            rest = rest[sent..];
        }

        return true;
    }

    public void Dispose() => socket.Dispose();

    private bool Fill(int from, int to, long deadline)
    {
        while (from < to)
        {
            var left = deadline - Environment.TickCount64;
            if (left > 0)
            {
                socket.ReceiveTimeout = (int)left;
                var got = socket.Receive(_in.AsSpan(from, to - from), SocketFlags.None, out var error);
                from += got;
                if (got > 0 || error == SocketError.TimedOut) continue;
            }

            Fault = "a message was cut off";
            return false;
        }

        return true;
    }
}
