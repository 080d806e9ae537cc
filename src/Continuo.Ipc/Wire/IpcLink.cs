using System.Net.Sockets;
using Continuo.LocalSockets;

namespace Continuo.Ipc.Wire;

/// <summary>
/// One connection: exchanges whole messages over a non-blocking socket. A partly sent message is completed before another begins. Any error
/// sets <see cref="Fault"/>, after which the link is unusable. Not thread-safe; does not allocate.
/// </summary>
internal sealed class IpcLink : IDisposable
{
    private const int HeldMessages = 4;
    private const int KernelOverhead = 1024; // approximate overhead per message

    private readonly Socket _socket;
    private readonly FrameReader _reader = new(IpcHeader.Bytes, IpcLimits.MaxControl);
    private readonly FrameWriter _writer = new(IpcHeader.Bytes, IpcLimits.MaxControl);
    private byte _version = IpcHeader.FirstVersion;
    private bool _disposed;

    /// <param name="socket">Connected; owned from now on.</param>
    /// <param name="now">Current time, in nanoseconds of the session's clock.</param>
    public IpcLink(Socket socket, long now)
    {
        _socket = socket;
        socket.Blocking = false;
        LimitKernelBuffer(messagesPerChunk: 1);
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
    public long BytesSent => _writer.BytesSent;

    /// <summary>Content of the last received message; valid until the next call of <see cref="TryReceive"/>.</summary>
    public ReadOnlySpan<byte> Content => _reader.Content;

    /// <summary>Maximum content of incoming messages.</summary>
    public int MaxIncoming => _reader.MaxContent;

    /// <summary>Buffer for the content of the next message. Not while <see cref="IsSending"/>.</summary>
    public Span<byte> Outgoing => _writer.Content;

    /// <summary>Whether a message waits to be sent.</summary>
    public bool IsSending => _writer.IsSending;

    /// <summary>Whether part of it has been sent.</summary>
    public bool IsPartlySent => _writer.IsPartlySent;

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
        _reader.Resize(Math.Max(maxIncoming, IpcLimits.MaxControl));
        _writer.Resize(Math.Max(maxOutgoing, IpcLimits.MaxControl));
        LimitKernelBuffer(messagesPerChunk);
    }

    /// <summary>Waits until there is unread data. Blocks; does not allocate.</summary>
    public bool Wait(TimeSpan timeout) => _socket.Poll(timeout, SelectMode.SelectRead);

    /// <summary>Receives one message, if it is complete. At most one system call.</summary>
    /// <returns>Whether there is one; if not, <see cref="Fault"/> shows whether one can follow.</returns>
    public bool TryReceive(long now, out IpcHeader header)
    {
        header = default;
        if (Fault != IpcFault.None) return false;
        return TryTake(now, out header) || (Fault == IpcFault.None && Fill(now) && TryTake(now, out header));
    }

    /// <summary>
    /// Sends a message whose content has been written to <see cref="Outgoing"/>, as far as the peer accepts it now. Not while
    /// <see cref="IsSending"/>.
    /// </summary>
    /// <returns>Whether the link is still usable.</returns>
    public bool Send(in IpcHeader header, long now)
    {
        if (IsBroken || Fault != IpcFault.None) return false;
        (header with { Version = header.Type == IpcMessageType.Config ? IpcHeader.FirstVersion : _version }).WriteTo(_writer.Header);
        SendingSince = now;
        return NoteSent(_writer.Send(_socket, header.Length), now);
    }

    /// <summary>Continues sending the waiting message, as far as the peer accepts it now.</summary>
    /// <returns>Whether the link is still usable.</returns>
    public bool Flush(long now)
    {
        if (IsBroken || Fault != IpcFault.None) return false;
        return !IsSending || NoteSent(_writer.Flush(_socket), now);
    }

    /// <summary>Drops the waiting message. Only if no part of it has been sent.</summary>
    public void Abandon() => _writer.Abandon();

    /// <summary>Fails the link; the first reason is kept.</summary>
    public void Fail(IpcFault fault)
    {
        if (Fault == IpcFault.None) Fault = fault;
    }

    /// <summary>Sends the reason for the failure, if the peer accepts it at once.</summary>
    public void SendError(string? words = null)
    {
        if (IpcFaults.CodeOf(Fault) is not { } code || IsPartlySent || _disposed) return;
        _writer.Abandon();
        var length = IpcErrorMessage.Write(Outgoing, code, words ?? IpcFaults.Describe(Fault));
        (new IpcHeader(IpcMessageType.Error, length, Stream) with { Version = _version }).WriteTo(_writer.Header);
        _writer.Send(_socket, length);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Fail(IpcFault.Disconnected);
        _socket.Dispose();
    }

    /// <summary>Data in the kernel's buffer cannot be dropped any more, so the buffer is small: audio waits in its ring.</summary>
    private void LimitKernelBuffer(int messagesPerChunk) =>
        _socket.SendBufferSize = HeldMessages * messagesPerChunk * (_writer.MaxFrame + KernelOverhead);

    private bool NoteSent(FrameSent sent, long now)
    {
        if (sent == FrameSent.Whole) LastSent = now;

        // Messages that the peer sent before it disconnected can still be received.
        if (sent == FrameSent.Closed) IsBroken = true;
        return sent != FrameSent.Closed;
    }

    private bool TryTake(long now, out IpcHeader header)
    {
        header = default;
        if (_reader.Header.IsEmpty) return false;
        var fault = IpcHeader.TryRead(_reader.Header, out header);
        if (fault == IpcFault.None) fault = Check(header);
        if (fault != IpcFault.None)
        {
            Fail(fault);
            return false;
        }

        if (!_reader.TryTake(header.Length, now)) return false;
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

    /// <summary>Receives available data.</summary>
    private bool Fill(long now)
    {
        var received = _reader.Receive(_socket, now);
        if (received == FrameReceived.Closed) Fail(_reader.HasBegun ? IpcFault.CutOff : IpcFault.Disconnected);
        else if (_reader.Age(now) > IpcLimits.Completion) Fail(IpcFault.Unfinished);
        return received == FrameReceived.Bytes && Fault == IpcFault.None;
    }
}
