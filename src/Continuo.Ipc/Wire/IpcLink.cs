using System.Net.Sockets;

namespace Continuo.Ipc.Wire;

/// <summary>
/// One connection: whole messages out of and into a socket that never blocks. A message that was sent in part is completed before another is begun.
/// Whatever is wrong sets <see cref="Fault"/>, after which the link is of no more use. One thread at a time; receiving and sending allocate nothing.
/// </summary>
internal sealed class IpcLink : IDisposable
{
    private const int MinBuffer = 4096;
    private const int HeldMessages = 4;
    private const int KernelOverhead = 1024; // about what it adds to each message

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

    /// <param name="socket">Connected; owned from here on.</param>
    /// <param name="now">Current time, in nanoseconds of the session's clock.</param>
    public IpcLink(Socket socket, long now)
    {
        _socket = socket;
        socket.Blocking = false;
        MakeRoom(IpcLimits.MaxControl, IpcLimits.MaxControl);
        (LastReceived, LastSent) = (now, now);
    }

    /// <summary>Why the link is of no more use.</summary>
    public IpcFault Fault { get; private set; }

    /// <summary>What the peer's error said, if it is <see cref="IpcFault.Refused"/>.</summary>
    public (IpcErrorCode Code, string Text) Refusal { get; private set; }

    /// <summary>The stream that all messages but the configuration belong to.</summary>
    public uint Stream { get; private set; }

    /// <summary>When the last whole message came.</summary>
    public long LastReceived { get; private set; }

    /// <summary>When a message was sent last.</summary>
    public long LastSent { get; private set; }

    /// <summary>Whole messages received.</summary>
    public long MessagesReceived { get; private set; }

    /// <summary>Bytes sent, headers included.</summary>
    public long BytesSent { get; private set; }

    /// <summary>The content of the message received last; valid until the next is asked for.</summary>
    public ReadOnlySpan<byte> Content => _in.AsSpan(_inStart - _contentLength, _contentLength);

    /// <summary>The most that a message to this side may contain.</summary>
    public int MaxIncoming { get; private set; }

    /// <summary>Where the content of the next message goes. Not while <see cref="IsSending"/>.</summary>
    public Span<byte> Outgoing => _out.AsSpan(IpcHeader.Bytes);

    /// <summary>Whether a message waits to be taken.</summary>
    public bool IsSending => _outLength > 0;

    /// <summary>Whether part of it has been taken.</summary>
    public bool IsPartlySent => _outSent > 0;

    /// <summary>Whether the peer takes nothing more because it has gone. What it said before can still be received.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Since when it waits.</summary>
    public long SendingSince { get; private set; }

    /// <summary>Says what was agreed, and makes room for it. Not while <see cref="IsSending"/>.</summary>
    /// <param name="version">The version of all messages from here on.</param>
    /// <param name="stream">The stream they belong to.</param>
    /// <param name="maxIncoming">The most that a message to this side may contain.</param>
    /// <param name="maxOutgoing">The most that a message of this side will contain.</param>
    /// <param name="messagesPerChunk">How many of them come at once.</param>
    public void Agree(byte version, uint stream, int maxIncoming, int maxOutgoing, int messagesPerChunk = 1)
    {
        (_version, Stream) = (version, stream);
        MakeRoom(maxIncoming, maxOutgoing, messagesPerChunk);
    }

    /// <summary>Waits until something can be received that has not been looked at. Blocking; allocates nothing.</summary>
    public bool Wait(TimeSpan timeout) => _socket.Poll(timeout, SelectMode.SelectRead);

    /// <summary>Receives one message, if a whole one is there. Makes one system call at the most.</summary>
    /// <returns>Whether there is one; if not, <see cref="Fault"/> says whether there ever will be.</returns>
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

    /// <summary>Sends a message whose content has been written to <see cref="Outgoing"/>, as far as the peer takes it now. Not while <see cref="IsSending"/>.</summary>
    /// <returns>Whether the link is still of use.</returns>
    public bool Send(in IpcHeader header, long now)
    {
        if (IsBroken) return false;
        (header with { Version = header.Type == IpcMessageType.Config ? IpcHeader.FirstVersion : _version }).WriteTo(_out);
        _outLength = IpcHeader.Bytes + header.Length;
        SendingSince = now;
        return Flush(now);
    }

    /// <summary>Sends on with what waits, as far as the peer takes it now.</summary>
    /// <returns>Whether the link is still of use.</returns>
    public bool Flush(long now)
    {
        while (Fault == IpcFault.None && _outSent < _outLength)
        {
            var sent = _socket.Send(_out.AsSpan(_outSent, _outLength - _outSent), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return true;
            if (error != SocketError.Success)
            {
                // What the peer has said before it went can still be received.
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

    /// <summary>Gives up the message that waits. Only if nothing of it has been taken.</summary>
    public void Abandon()
    {
        if (IsPartlySent) throw new InvalidOperationException("Part of the message has been taken.");
        _outLength = 0;
    }

    /// <summary>Ends the link for a reason; the first reason stays.</summary>
    public void Fail(IpcFault fault)
    {
        if (Fault == IpcFault.None) Fault = fault;
    }

    /// <summary>Tells the peer, if it takes it at once, why the link has failed.</summary>
    public void TellFault(string? words = null)
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
        Fail(IpcFault.Gone);
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

        // What waits in the kernel cannot be given up any more, so little shall: audio waits in its ring.
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
        _begunAt = now; // of what stands behind it, if anything does
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
        if (header.Type == IpcMessageType.Error) return IpcFault.None; // said before anything is agreed, too
        if (header.Version != (header.Type == IpcMessageType.Config ? IpcHeader.FirstVersion : _version)) return IpcFault.WrongVersion;
        return header.Type != IpcMessageType.Config && header.Stream != Stream ? IpcFault.WrongStream : IpcFault.None;
    }

    /// <summary>Receives what is there into the room behind what has not been taken yet.</summary>
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
            Fail(waiting > 0 ? IpcFault.CutOff : IpcFault.Gone);
            return false;
        }

        if (waiting == 0) _begunAt = now;
        else if (now - _begunAt > IpcLimits.Completion) Fail(IpcFault.Unfinished);
        _inEnd += received;
        return Fault == IpcFault.None;
    }
}
