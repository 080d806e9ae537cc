using System.Net.Sockets;

namespace Continuo.LocalSockets;

/// <summary>
/// Cuts the bytes of a socket into frames: a header of fixed length, then as much content as the header says. What the header means and
/// which lengths are valid is up to the protocol:
/// <code>
/// while (!TryTake()) if (frames.Receive(socket, now) != FrameReceived.Bytes) …
///
/// bool TryTake() => !frames.Header.IsEmpty &amp;&amp; IsValid(frames.Header, out var length) &amp;&amp; frames.TryTake(length, now);
/// </code>
/// For blocking and non-blocking sockets. Bytes behind a frame are kept for the next one. Allocates only its buffer; not thread-safe.
/// </summary>
internal sealed class FrameReader
{
    private const int MinBuffer = 4096;

    private readonly int _headerBytes;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _contentLength;
    private long _begunAt;

    /// <param name="headerBytes">Length of a header.</param>
    /// <param name="maxContent">Maximum length of a frame's content.</param>
    public FrameReader(int headerBytes, int maxContent)
    {
        _headerBytes = headerBytes;
        Resize(maxContent);
    }

    /// <summary>Maximum length of a frame's content.</summary>
    public int MaxContent { get; private set; }

    /// <summary>Whether bytes of the next frame have been received.</summary>
    public bool HasBegun => _end > _start;

    /// <summary>Header of the next frame; empty until all of it has been received.</summary>
    public ReadOnlySpan<byte> Header => _end - _start < _headerBytes ? default : _buffer.AsSpan(_start, _headerBytes);

    /// <summary>Content of the frame taken last. Valid until the next call of another member.</summary>
    public ReadOnlySpan<byte> Content => _buffer.AsSpan(_start - _contentLength, _contentLength);

    /// <summary>Changes the maximum. Received bytes are kept; <see cref="Content"/> becomes empty. Allocates.</summary>
    /// <param name="maxContent">Maximum length of a frame's content.</param>
    public void Resize(int maxContent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxContent);
        var waiting = _buffer.AsSpan(_start, _end - _start);
        var buffer = new byte[Math.Max(Math.Max(MinBuffer, waiting.Length), _headerBytes + maxContent)];
        waiting.CopyTo(buffer);
        (_buffer, _start, _end, _contentLength, MaxContent) = (buffer, 0, waiting.Length, 0, maxContent);
    }

    /// <summary>Takes the next frame, if all of it has been received. Call when <see cref="Header"/> is not empty.</summary>
    /// <param name="contentLength">Length of its content, as its header says.</param>
    /// <param name="now">Current time, in the caller's unit.</param>
    /// <returns>Whether it was taken; its content is <see cref="Content"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The length is not 0…<see cref="MaxContent"/>: the protocol must refuse such a header.
    /// </exception>
    public bool TryTake(int contentLength, long now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contentLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contentLength, MaxContent);
        _contentLength = 0;
        if (_end - _start < _headerBytes + contentLength) return false;
        _start += _headerBytes + contentLength;
        _contentLength = contentLength;
        _begunAt = now; // of the next frame, if it has begun
        return true;
    }

    /// <summary>Receives what is there, up to the free room of the buffer. One system call. Take complete frames first.</summary>
    /// <param name="socket">Connected. Its timeout applies if it is blocking.</param>
    /// <param name="now">Current time, in the caller's unit.</param>
    public FrameReceived Receive(Socket socket, long now)
    {
        var waiting = _end - _start;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, waiting).CopyTo(_buffer);
            (_start, _end, _contentLength) = (0, waiting, 0);
        }

        if (_end == _buffer.Length) throw new InvalidOperationException("A whole frame is waiting; take it first.");
        var received = socket.Receive(_buffer.AsSpan(_end), SocketFlags.None, out var error);
        if (error is SocketError.WouldBlock or SocketError.TimedOut) return FrameReceived.Nothing;
        if (error != SocketError.Success || received == 0) return FrameReceived.Closed;
        if (waiting == 0) _begunAt = now;
        _end += received;
        return FrameReceived.Bytes;
    }

    /// <summary>Time since the next frame has begun, in the caller's unit; 0 if it has not.</summary>
    /// <param name="now">Current time.</param>
    public long Age(long now) => HasBegun ? now - _begunAt : 0;
}
