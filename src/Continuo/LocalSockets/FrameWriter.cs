using System.Net.Sockets;

namespace Continuo.LocalSockets;

/// <summary>
/// Sends frames, a header of fixed length and content, one at a time and whole: a frame of which a part was sent is completed before
/// another begins. For blocking and non-blocking sockets. Allocates only its buffer; not thread-safe.
/// </summary>
internal sealed class FrameWriter
{
    private readonly int _headerBytes;
    private byte[] _buffer = [];
    private int _length;
    private int _sent;

    /// <param name="headerBytes">Length of a header.</param>
    /// <param name="maxContent">Maximum length of a frame's content.</param>
    public FrameWriter(int headerBytes, int maxContent)
    {
        _headerBytes = headerBytes;
        Resize(maxContent);
    }

    /// <summary>Buffer for the next header. Not while <see cref="IsSending"/>.</summary>
    public Span<byte> Header => _buffer.AsSpan(0, _headerBytes);

    /// <summary>Buffer for the next content. Not while <see cref="IsSending"/>.</summary>
    public Span<byte> Content => _buffer.AsSpan(_headerBytes);

    /// <summary>Maximum length of a frame, with its header.</summary>
    public int MaxFrame => _buffer.Length;

    /// <summary>Whether a frame waits to be sent.</summary>
    public bool IsSending => _length > 0;

    /// <summary>Whether a part of it has been sent.</summary>
    public bool IsPartlySent => _sent > 0;

    /// <summary>Number of bytes sent, with headers.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Changes the maximum. Not while <see cref="IsSending"/>. Allocates.</summary>
    /// <param name="maxContent">Maximum length of a frame's content.</param>
    public void Resize(int maxContent)
    {
        ThrowIfSending();
        _buffer = new byte[_headerBytes + maxContent];
    }

    /// <summary>
    /// Begins to send the frame that was written to <see cref="Header"/> and <see cref="Content"/>. Not while <see cref="IsSending"/>.
    /// </summary>
    /// <param name="socket">Connected. Its timeout applies if it is blocking.</param>
    /// <param name="contentLength">Length of its content.</param>
    public FrameSent Send(Socket socket, int contentLength)
    {
        ThrowIfSending();
        ArgumentOutOfRangeException.ThrowIfNegative(contentLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contentLength, _buffer.Length - _headerBytes);
        _length = _headerBytes + contentLength;
        return Flush(socket);
    }

    /// <summary>Continues to send the waiting frame, as far as the peer accepts it.</summary>
    /// <param name="socket">The same socket.</param>
    public FrameSent Flush(Socket socket)
    {
        while (_sent < _length)
        {
            var sent = socket.Send(_buffer.AsSpan(_sent, _length - _sent), SocketFlags.None, out var error);
            if (error is SocketError.WouldBlock or SocketError.TimedOut) return FrameSent.Waiting;
            if (error != SocketError.Success)
            {
                (_length, _sent) = (0, 0);
                return FrameSent.Closed;
            }

            _sent += sent;
            BytesSent += sent;
        }

        (_length, _sent) = (0, 0);
        return FrameSent.Whole;
    }

    /// <summary>Drops the waiting frame.</summary>
    /// <exception cref="InvalidOperationException">A part of it has been sent.</exception>
    public void Abandon()
    {
        if (IsPartlySent) throw new InvalidOperationException("A part of the frame has been sent.");
        _length = 0;
    }

    private void ThrowIfSending()
    {
        if (IsSending) throw new InvalidOperationException("A frame is being sent.");
    }
}
