using System.Net.Sockets;
using Continuo.LocalSockets;

namespace Continuo.Engine.Protocol;

/// <summary>
/// Exchanges whole messages over a blocking socket, on either side. A message that has begun must be complete within the timeout; a
/// partial, slow or invalid message ends the connection. Does not allocate. Not thread-safe.
/// </summary>
internal sealed class EngineChannel(Socket socket) : IDisposable
{
    /// <summary>How long a peer may take to complete a message, and to accept one.</summary>
    public static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(1);

    private readonly FrameReader _reader = new(MessageHeader.Bytes, MessageHeader.MaxLength);
    private readonly FrameWriter _writer = new(MessageHeader.Bytes, MessageHeader.MaxLength);

    public Socket Socket => socket;

    /// <summary>What was wrong with the last message; <see langword="null"/> if the peer has disconnected.</summary>
    public string? Fault { get; private set; }

    /// <summary>
    /// Whether the peer has sent something that was not received yet, or has disconnected. One system call; does not wait.
    /// </summary>
    public bool HasUnread => _reader.HasBegun || socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Content of the last received message.</summary>
    public ReadOnlySpan<byte> Content => _reader.Content;

    /// <summary>Buffer for the content of the next message.</summary>
    public Span<byte> Outgoing => _writer.Content;

    /// <summary>Receives one message.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="idle">How long to wait for its first byte; <see langword="null"/>: no limit.</param>
    /// <returns>Whether a message was received; if not, the connection is unusable.</returns>
    public bool Receive(out MessageHeader header, TimeSpan? idle)
    {
        Fault = null;
        while (!TryTake(out header) && Fault is null)
        {
            // To the socket, a timeout of 0 is none.
            var left = ReplyTimeout.TotalMilliseconds - _reader.Age(Environment.TickCount64);
            socket.ReceiveTimeout = (int)(_reader.HasBegun ? Math.Max(1, left) : idle?.TotalMilliseconds ?? 0);
            var received = left > 0 ? _reader.Receive(socket, Environment.TickCount64) : FrameReceived.Nothing;
            if (received == FrameReceived.Bytes) continue;
            if (_reader.HasBegun) Fault = "a message was cut off";
            else if (received == FrameReceived.Nothing) Fault = "no message arrived in time";
            return false;
        }

        return Fault is null;
    }

    /// <summary>Sends one message whose content has been written to <see cref="Outgoing"/>.</summary>
    /// <returns>Whether the peer accepted it; if not, the connection is unusable.</returns>
    public bool Send(EngineMessageType type, uint request, int length)
    {
        new MessageHeader(type, request, length).WriteTo(_writer.Header);
        socket.SendTimeout = (int)ReplyTimeout.TotalMilliseconds;
        return _writer.Send(socket, length) == FrameSent.Whole;
    }

    public void Dispose() => socket.Dispose();

    private bool TryTake(out MessageHeader header)
    {
        header = default;
        if (_reader.Header.IsEmpty) return false;
        Fault = MessageHeader.TryRead(_reader.Header, out header);
        return Fault is null && _reader.TryTake(header.Length, Environment.TickCount64);
    }
}
