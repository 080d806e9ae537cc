using Continuo.Ipc.Messages;
using Continuo.Ipc.Wire;

namespace Continuo.Ipc;

/// <summary>One receiving client of a server. Never blocks; not thread-safe.</summary>
/// <param name="link">The connection; owned from now on.</param>
/// <param name="sender">Sends the audio; owned from now on.</param>
/// <param name="config">The agreed configuration.</param>
/// <param name="silence">Disconnect the client after this long without a message.</param>
/// <param name="processId">The client's process.</param>
internal sealed class IpcSession(IpcLink link, IpcSender sender, in IpcConfig config, TimeSpan silence, int processId) : IDisposable
{
    private const int MaxPerStep = 4; // further messages of a flood wait in the socket
    private readonly IpcConfig _config = config;
    private readonly long _silence = silence.Ticks * 100;
    private long _acknowledged;

    /// <summary>Why the connection ended; <see cref="IpcFault.None"/> while it is open.</summary>
    public IpcFault Fault => link.Fault;

    /// <summary>Whether a message waits to be sent.</summary>
    public bool IsWaiting => link.IsSending;

    /// <summary>
    /// Grows whenever the client has taken audio: bytes accepted by the socket, and messages acknowledged. A slow client reads from the
    /// socket's buffer for a while before the socket accepts more. Thread-safe.
    /// </summary>
    public long Progress => link.BytesSent + Volatile.Read(ref _acknowledged);

    /// <summary>Processes received messages and sends pending ones.</summary>
    public void Step(long now)
    {
        for (var i = 0; i < MaxPerStep && link.TryReceive(now, out var header); i++) Process(header);
        if (link.Fault == IpcFault.None && now - link.LastReceived > _silence) link.Fail(IpcFault.TimedOut);
        if (link.Fault == IpcFault.None) sender.Step(now);
        if (sender.IsDone) link.Fail(IpcFault.Stopped);
    }

    /// <summary>Closes the connection.</summary>
    public void Stop(long now)
    {
        sender.SendStop(now);
        link.Fail(IpcFault.Stopped);
    }

    /// <summary>The client's statistics. Thread-safe.</summary>
    public IpcClientStatistics GetStatistics()
    {
        var counts = sender.Statistics;
        return new IpcClientStatistics(
            processId,
            IpcAddress.NameOf(_config.Codec),
            _config.Channels,
            sender.Messages,
            sender.Frames,
            link.BytesSent,
            sender.GapFrames,
            counts.Dropped,
            counts.Pending,
            Math.Max(0, sender.Messages - Volatile.Read(ref _acknowledged)));
    }

    public void Dispose()
    {
        link.SendError();
        link.Dispose();
        sender.Dispose();
    }

    private void Process(in IpcHeader header)
    {
        switch (header.Type)
        {
            case IpcMessageType.Heartbeat:
                break;
            case IpcMessageType.Ack when header.Sequence <= sender.Messages:
                Volatile.Write(ref _acknowledged, header.Sequence);
                break;
            case IpcMessageType.Ack:
                link.Fail(IpcFault.WrongSequence);
                break;
            case IpcMessageType.Stop:
                link.Fail(IpcFault.Stopped);
                break;
            default:
                link.Fail(IpcFault.Unexpected);
                break;
        }
    }
}
