using System.Net.Sockets;

namespace Continuo.Ipc.Wire;

/// <summary>
/// One connection: exchanges whole messages over a non-blocking socket. A partly sent message is completed before another begins. Any error
/// sets <see cref="Fault"/>, after which the link is unusable. Not thread-safe; does not allocate.
/// </summary>
internal sealed class IpcLink : IDisposable
{
    private const int MinBuffer = 4096;
    private const int HeldMessages = 4;
    private const int KernelOverhead = 1024; // approximate overhead per message

    private readonly Socket _socket;
    private byte[] _in = [];
    private byte[] _out = [];
    private int _inStart;
    private int _inEnd;
    private int _contentLength;
    private long _begunAt;
    private int _outLength;
    private int _outSent;
    private byte _version = IpcHeader.FirstVersion;
    private bool _disposed;

    /// <param name="socket">Connected; owned from now on.</param>
    /// <param name="now">Current time, in nanoseconds of the session's clock.</param>
    public IpcLink(Socket socket, long now)
    {
        _socket = socket;
        socket.Blocking = false;
        MakeRoom(IpcLimits.MaxControl, IpcLimits.MaxControl);
        (LastReceived, LastSent) = (now, now);
    }

    /// <summary>Why the link is unusable.</summary>
    public IpcFault Fault { get; private set; }

    /// <summary>The peer's error, if the fault is <see cref="IpcFault.Refused"/>.</summary>
    public (IpcErrorCode Code, string Text) Refusal { get; private set; }

    /// <summary>The stream of all messages except the configuration.</summary>
    public uint Stream { get; private set; }

    /// <summary>When the last whole message was received.</summary>
    public long LastReceived { get; private set; }

    /// <summary>When a message was last sent.</summary>
    public long LastSent { get; private set; }

    /// <summary>Number of whole messages received.</summary>
    public long MessagesReceived { get; private set; }

    /// <summary>Bytes sent, headers included.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Content of the last received message; valid until the next call of <see cref="TryReceive"/>.</summary>
    public ReadOnlySpan<byte> Content => _in.AsSpan(_inStart - _contentLength, _contentLength);

    /// <summary>Maximum content of incoming messages.</summary>
    public int MaxIncoming { get; private set; }

    /// <summary>Buffer for the content of the next message. Not while <see cref="IsSending"/>.</summary>
    public Span<byte> Outgoing => _out.AsSpan(IpcHeader.Bytes);

    /// <summary>Whether a message waits to be sent.</summary>
    public bool IsSending => _outLength > 0;

    /// <summary>Whether part of it has been sent.</summary>
    public bool IsPartlySent => _outSent > 0;

    /// <summary>
    /// Whether sending is impossible because the peer has closed the connection. Its earlier messages can still be received.
    /// </summary>
    public bool IsBroken { get; private set; }

    /// <summary>When the waiting message was first sent.</summary>
    public long SendingSince { get; private set; }

    /// <summary>Sets the agreed configuration and allocates buffers for it. Not while <see cref="IsSending"/>.</summary>
    /// <param name="version">Version of all following messages.</param>
    /// <param name="stream">Their stream.</param>
    /// <param name="maxIncoming">Maximum content of incoming messages.</param>
    /// <param name="maxOutgoing">Maximum content of outgoing messages.</param>
    /// <param name="messagesPerChunk">Number of messages sent at once.</param>
    public void Agree(byte version, uint stream, int maxIncoming, int maxOutgoing, int messagesPerChunk = 1)
    {
        (_version, Stream) = (version, stream);
        MakeRoom(maxIncoming, maxOutgoing, messagesPerChunk);
    }

    /// <summary>Waits until there is unread data. Blocks; does not allocate.</summary>
    public bool Wait(TimeSpan timeout) => _socket.Poll(timeout, SelectMode.SelectRead);

    /// <summary>Receives one message, if it is complete. At most one system call.</summary>
    /// <returns>Whether there is one; if not, <see cref="Fault"/> tells whether one can follow.</returns>
    public bool TryReceive(long now, out IpcHeader header)
    {
        _contentLength = 0;
        if (Fault != IpcFault.None)
        {
            header = default;
            return false;
        }

        return TryTake(now, out header) || (Fault == IpcFault.None && Fill(now) && TryTake(now, out header));
    }

    /// <summary>
    /// Sends a message whose content has been written to <see cref="Outgoing"/>, as far as the peer accepts it now. Not while
    /// <see cref="IsSending"/>.
    /// </summary>
    /// <returns>Whether the link is still usable.</returns>
    public bool Send(in IpcHeader header, long now)
    {
        if (IsBroken) return false;
        (header with { Version = header.Type == IpcMessageType.Config ? IpcHeader.FirstVersion : _version }).WriteTo(_out);
        _outLength = IpcHeader.Bytes + header.Length;
        SendingSince = now;
        return Flush(now);
    }

    /// <summary>Continues sending the waiting message, as far as the peer accepts it now.</summary>
    /// <returns>Whether the link is still usable.</returns>
    public bool Flush(long now)
    {
        while (Fault == IpcFault.None && _outSent < _outLength)
        {
            var sent = _socket.Send(_out.AsSpan(_outSent, _outLength - _outSent), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return true;
            if (error != SocketError.Success)
            {
                // Messages that the peer sent before it disconnected can still be received.
                IsBroken = true;
                (_outLength, _outSent) = (0, 0);
                return false;
            }

            _outSent += sent;
            BytesSent += sent;
        }

        if (_outLength > 0 && Fault == IpcFault.None) LastSent = now;
        (_outLength, _outSent) = (0, 0);
        return Fault == IpcFault.None && !IsBroken;
    }

    /// <summary>Drops the waiting message. Only if no part of it has been sent.</summary>
    public void Abandon()
    {
        if (IsPartlySent) throw new InvalidOperationException("Part of the message has been sent.");
        _outLength = 0;
    }

    /// <summary>Fails the link; the first reason is kept.</summary>
    public void Fail(IpcFault fault)
    {
        if (Fault == IpcFault.None) Fault = fault;
    }

    /// <summary>Sends the reason for the failure, if the peer accepts it at once.</summary>
    public void SendError(string? words = null)
    {
        if (IpcFaults.CodeOf(Fault) is not { } code || IsPartlySent || _disposed) return;
        var length = IpcErrorMessage.Write(Outgoing, code, words ?? IpcFaults.Describe(Fault));
        (new IpcHeader(IpcMessageType.Error, length, Stream) with { Version = _version }).WriteTo(_out);
        _ = _socket.Send(_out.AsSpan(0, IpcHeader.Bytes + length), SocketFlags.None, out _);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Fail(IpcFault.Disconnected);
        _socket.Dispose();
    }

    private void MakeRoom(int maxIncoming, int maxOutgoing, int messagesPerChunk = 1)
    {
        MaxIncoming = Math.Max(maxIncoming, IpcLimits.MaxControl);
        var waiting = _in.AsSpan(_inStart, _inEnd - _inStart);
        var room = new byte[Math.Max(MinBuffer, IpcHeader.Bytes + MaxIncoming)];
        waiting.CopyTo(room);
        (_in, _inStart, _inEnd, _contentLength) = (room, 0, waiting.Length, 0);
        _out = new byte[IpcHeader.Bytes + Math.Max(maxOutgoing, IpcLimits.MaxControl)];

        // Data in the kernel's buffer cannot be dropped any more, so the buffer is small: audio waits in its ring.
        _socket.SendBufferSize = HeldMessages * messagesPerChunk * (_out.Length + KernelOverhead);
    }

    private bool TryTake(long now, out IpcHeader header)
    {
        header = default;
        if (_inEnd - _inStart < IpcHeader.Bytes) return false;
        var fault = IpcHeader.TryRead(_in.AsSpan(_inStart), out header);
        if (fault == IpcFault.None) fault = Check(header);
        if (fault != IpcFault.None)
        {
            Fail(fault);
            return false;
        }

        if (_inEnd - _inStart < IpcHeader.Bytes + header.Length) return false;
        _contentLength = header.Length;
        _inStart += IpcHeader.Bytes + header.Length;
        _begunAt = now; // start time of the next message, if there is one
        LastReceived = now;
        MessagesReceived++;
        if (header.Type != IpcMessageType.Error) return true;
        Refusal = IpcErrorMessage.Read(Content);
        Fail(IpcFault.Refused);
        return false;
    }

    private IpcFault Check(in IpcHeader header)
    {
        if (header.Length > MaxIncoming) return header.Type == IpcMessageType.Audio ? IpcFault.Unexpected : IpcFault.WrongLength;
        if (header.Type == IpcMessageType.Error) return IpcFault.None; // errors may be sent before the configuration is agreed, too
        if (header.Version != (header.Type == IpcMessageType.Config ? IpcHeader.FirstVersion : _version)) return IpcFault.WrongVersion;
        return header.Type != IpcMessageType.Config && header.Stream != Stream ? IpcFault.WrongStream : IpcFault.None;
    }

    /// <summary>Receives available data after the unread part of the buffer.</summary>
    private bool Fill(long now)
    {
        var waiting = _inEnd - _inStart;
        if (_inStart > 0)
        {
            _in.AsSpan(_inStart, waiting).CopyTo(_in);
            (_inStart, _inEnd) = (0, waiting);
        }

        var received = _socket.Receive(_in.AsSpan(_inEnd), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            if (waiting > 0 && now - _begunAt > IpcLimits.Completion) Fail(IpcFault.Unfinished);
            return false;
        }

        if (error != SocketError.Success || received == 0)
        {
            Fail(waiting > 0 ? IpcFault.CutOff : IpcFault.Disconnected);
            return false;
        }

        if (waiting == 0) _begunAt = now;
        else if (now - _begunAt > IpcLimits.Completion) Fail(IpcFault.Unfinished);
        _inEnd += received;
        return Fault == IpcFault.None;
    }
}
