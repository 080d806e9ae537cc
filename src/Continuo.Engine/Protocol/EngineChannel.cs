using System.Net.Sockets;

namespace Continuo.Engine.Protocol;

/// <summary>
/// Whole messages over one socket, either side's. Once a message has begun, all of it must come within the time-out: whatever is
/// partial, slow or wrong ends the connection. Receiving and sending allocate nothing. For one thread at a time.
/// </summary>
internal sealed class EngineChannel(Socket socket) : IDisposable
{
    /// <summary>How long a peer may take for one message that has begun, and to take one that is sent to it.</summary>
    public static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(1);

    private readonly byte[] _in = new byte[MessageHeader.Bytes + MessageHeader.MaxLength];
    private readonly byte[] _out = new byte[MessageHeader.Bytes + MessageHeader.MaxLength];

    public Socket Socket => socket;

    /// <summary>What was wrong with the last message; <see langword="null"/> if the peer has merely gone.</summary>
    public string? Fault { get; private set; }

    /// <summary>The content of the message received last.</summary>
    public ReadOnlySpan<byte> Content => _in.AsSpan(MessageHeader.Bytes, _length);

    private int _length;

    /// <summary>Where the content of the next message to be sent goes.</summary>
    public Span<byte> Outgoing => _out.AsSpan(MessageHeader.Bytes);

    /// <summary>Receives one message.</summary>
    /// <param name="header">What it says of itself.</param>
    /// <param name="idle">How long to wait for its first byte; <see langword="null"/>: for ever.</param>
    /// <returns>Whether there is one; if not, the connection is of no more use.</returns>
    public bool Receive(out MessageHeader header, TimeSpan? idle)
    {
        header = default;
        Fault = null;
        _length = 0;
        socket.ReceiveTimeout = idle is { } time ? (int)time.TotalMilliseconds : 0;
        var first = socket.Receive(_in.AsSpan(0, MessageHeader.Bytes), SocketFlags.None, out var error);
        if (first <= 0)
        {
            if (error == SocketError.TimedOut) Fault = "nothing came in time";
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
    /// <returns>Whether the peer has taken it; if not, the connection is of no more use.</returns>
    public bool Send(MessageType type, uint request, int length)
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

            Fault = "a message ended in the middle";
            return false;
        }

        return true;
    }
}
